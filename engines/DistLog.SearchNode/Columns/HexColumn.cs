namespace DistLog.SearchNode.Columns;

/// <summary>
/// Ids: strings of lower-case hexadecimal of one length, with dashes or not where a UUID has them, as half as many bytes. Rows without an
/// id take no bytes in <see cref="Binary"/>.
/// </summary>
internal sealed class HexColumn : StringColumn
{
    private readonly WeakReference<RawStringColumn?> _raw = new(null);
    private int[]? _owners;

    /// <summary>The ids that there are, each <see cref="Width"/> bytes, in order.</summary>
    public required byte[] Binary { get; init; }

    /// <summary>How the strings look.</summary>
    public required HexFormat Format { get; init; }

    /// <summary>Bytes of an id in binary.</summary>
    public int Width => Format.Width;

    public override int Size => PresenceSize + Binary.Length + (IsDense ? 0 : Binary.Length / Width * sizeof(int));

    public override ReadOnlySpan<byte> this[int value] => BinaryOf(value) is { IsEmpty: false } binary ? Format.ToText(binary) : default;

    public override RawStringColumn Raw
    {
        get
        {
            if (!_raw.TryGetTarget(out var raw) || raw is null)
            {
                raw = Materialise();
                _raw.SetTarget(raw);
            }

            return raw;
        }
    }

    private bool IsDense => Present is null || Starts is not null;

    /// <summary>The value number that each id of <see cref="Binary"/> belongs to, where some rows have none.</summary>
    private int[] Owners => _owners ??= FindOwners();

    public override void CopyTo(Storage.Encoding.ByteBuffer target, int value)
    {
        if (BinaryOf(value) is { IsEmpty: false } binary)
        {
            Format.Write(binary, target.Take(Format.TextLength));
        }
    }

    /// <summary>An id in binary; empty where the row has none.</summary>
    public ReadOnlySpan<byte> BinaryOf(int value)
    {
        var place = IsDense ? value : Array.BinarySearch(Owners, value);
        return place < 0 ? default : Binary.AsSpan(place * Width, Width);
    }

    /// <summary>The value number of the id that stands at a place of <see cref="Binary"/>, counted in ids.</summary>
    public int ValueAt(int place) => IsDense ? place : Owners[place];

    private int[] FindOwners()
    {
        var owners = new int[Present!.Count()];
        Present.CopyRows(owners);
        return owners;
    }

    private RawStringColumn Materialise()
    {
        var ids = Binary.Length / Width;
        var offsets = new int[ValueCount + 1];
        var data = new byte[ids * Format.TextLength];
        for (var place = 0; place < ids; place++)
        {
            Format.Write(Binary.AsSpan(place * Width, Width), data.AsSpan(place * Format.TextLength, Format.TextLength));
            offsets[ValueAt(place) + 1] = Format.TextLength;
        }

        for (var value = 0; value < ValueCount; value++)
        {
            offsets[value + 1] += offsets[value];
        }

        return new RawStringColumn { Rows = Rows, Present = Present, Starts = Starts, Data = data, Offsets = offsets };
    }
}
