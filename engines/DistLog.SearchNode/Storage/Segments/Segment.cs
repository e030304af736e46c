using System.Runtime.InteropServices;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;
using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Documents on disk that don't change: a file of blocks, a file of ids, and, where documents were deleted, a file of those.</summary>
internal sealed class Segment : IDisposable
{
    private readonly ILogger _log;
    private SegmentDirectory _directory = null!;

    private Segment(string directory, string name, SafeFileHandle file, BlockCache cache, ILogger log)
    {
        Directory = directory;
        Name = name;
        File = file;
        Cache = cache;
        _log = log;
        Templates = new TemplateSet(ReadTemplates);
    }

    public string Directory { get; }

    public string Name { get; }

    public SafeFileHandle File { get; }

    public BlockCache Cache { get; }

    /// <summary>The version of the file's format.</summary>
    public int Version { get; private set; }

    /// <summary>The templates of the fields' messages, read when they are first wanted.</summary>
    public TemplateSet Templates { get; }

    public IReadOnlyList<BlockRef> Blocks { get; private set; } = [];

    /// <summary>The ids; null where they had to be given up, and are looked for in the blocks.</summary>
    public IdFile? Ids { get; private set; }

    /// <summary>Which edition of the deletions is on disk; 0 is none.</summary>
    public int DeadGeneration { get; set; }

    public long Rows => Blocks.Sum(block => (long)block.Block.Rows);

    public long LiveRows => Blocks.Sum(block => (long)block.Block.Rows - (block.Dead?.Count() ?? 0));

    /// <summary>Bytes of the templates of each field that has any.</summary>
    public IEnumerable<(string Path, int Bytes)> TemplateSizes => _directory.Templates.Select(templates => (templates.Key, templates.Value.Length));

    public long IdFileSize => new FileInfo(IdFileOf(Directory, Name)) is { Exists: true } file ? file.Length : 0;

    public long SizeOnDisk => RandomAccess.GetLength(File);

    public static string FileOf(string directory, string name) => Path.Combine(directory, name + ".seg");

    public static string IdFileOf(string directory, string name) => Path.Combine(directory, name + ".ids");

    /// <summary>Opens a segment; <paramref name="wrap"/> gives each block its deletions.</summary>
    /// <exception cref="DamagedDataException">Its directory can't be read, so nothing of it can.</exception>
    public static Segment Open(string directory, string name, BlockCache cache, ILogger log, Func<Block, int, BlockRef>? wrap = null)
    {
        var path = FileOf(directory, name);
        if (!System.IO.File.Exists(path))
        {
            throw new DamagedDataException("the file is missing");
        }

        var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        try
        {
            var segment = new Segment(directory, name, file, cache, log);
            (segment._directory, segment.Version) = SegmentFile.ReadDirectory(file);
            segment.Blocks = [.. segment._directory.Blocks.Select((place, number) => Wrap(new DiskBlock(segment, number, place), number, wrap))];
            segment.OpenIds();
            return segment;
        }
        catch (DamagedDataException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives each block its deletions, where they weren't known when the segment was opened.</summary>
    public void Wrap(Func<Block, int, BlockRef> wrap) => Blocks = [.. Blocks.Select((block, number) => wrap(block.Block, number))];

    private TemplateDictionary ReadTemplates(string field) => _directory.Templates.TryGetValue(field, out var chunk)
        ? TemplateDictionary.Read(SegmentFile.ReadChunk(File, 0, chunk))
        : throw new DamagedDataException($"there are no templates of [{field}]");

    private static BlockRef Wrap(DiskBlock block, int number, Func<Block, int, BlockRef>? wrap) => wrap?.Invoke(block, number) ?? new BlockRef(block);

    private void OpenIds()
    {
        var path = IdFileOf(Directory, Name);
        try
        {
            Ids = IdFile.Open(path);
        }
        catch (DamagedDataException damage)
        {
            Log.SegmentDamaged(_log, path, damage.Message + "; it is made again from the blocks");
            RebuildIds(path);
        }
    }

    /// <summary>The blocks have all ids; what is in a damaged block can't be found by id, nor by anything else.</summary>
    private void RebuildIds(string path)
    {
        var (hashes, rows) = (new List<ulong>(), new List<int>());
        for (var block = 0; block < Blocks.Count; block++)
        {
            AddIds(block, hashes, rows);
        }

        IdFile.Write(path, CollectionsMarshal.AsSpan(hashes), CollectionsMarshal.AsSpan(rows));
        Durable.SyncDirectory(Directory);
        Ids = IdFile.Open(path);
    }

    private void AddIds(int block, List<ulong> hashes, List<int> rows)
    {
        StringColumn ids;
        try
        {
            ids = Blocks[block].Block.ReadIds().Raw;
        }
        catch (DamagedDataException)
        {
            return;
        }

        for (var row = 0; row < ids.Rows; row++)
        {
            hashes.Add(Hash.Of(ids[row]));
            rows.Add((block << BlockLimits.RowBits) | row);
        }
    }

    /// <summary>True where the segment may have a document of the id; mostly false where it has none.</summary>
    public bool MayHave(ulong hash)
    {
        var cursor = -1;
        return Ids!.Next(hash, ref cursor, out _);
    }

    /// <summary>The live document of an id, or null.</summary>
    public StoredDocument? Find(ReadOnlySpan<byte> id, ulong hash, bool withSource)
    {
        for (var cursor = -1; Ids!.Next(hash, ref cursor, out var address);)
        {
            var block = Blocks[address >> BlockLimits.RowBits];
            var row = address & (BlockLimits.Rows - 1);
            if (!block.IsDead(row) && HasId(block, row, id))
            {
                return StoredDocument.Read(block, row, withSource);
            }
        }

        return null;
    }

    /// <summary>Whether a write of an id that came after another is here, deleted or not.</summary>
    public bool HasLater(ReadOnlySpan<byte> id, ulong hash, long seqNo)
    {
        for (var cursor = -1; Ids!.Next(hash, ref cursor, out var address);)
        {
            var block = Blocks[address >> BlockLimits.RowBits];
            var row = address & (BlockLimits.Rows - 1);
            if (HasId(block, row, id) && block.Block.SeqNos.Numbers[row] > seqNo)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A document in a damaged block is lost to everything else too; so its id is free, and writing it again heals.</summary>
    private static bool HasId(BlockRef block, int row, ReadOnlySpan<byte> id)
    {
        try
        {
            return block.Block.HasId(row, id);
        }
        catch (DamagedDataException)
        {
            return false;
        }
    }

    public void ReportDamage(string part, int block, string why) => Log.BlockDamaged(_log, FileOf(Directory, Name), part, block, why);

    public void Dispose()
    {
        File.Dispose();
    }
}
