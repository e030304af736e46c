namespace DistLog.SearchNode.Storage;

/// <summary>Encoding full blocks beside the writers.</summary>
internal sealed partial class IndexStore
{
    /// <summary>Full blocks, of some 8 MiB each, that may wait for the background; with more, whoever writes lends a hand and so slows down.</summary>
    private const int UnencodedLimit = 1;

    private bool _isEncoding;

    /// <summary>True where the background is to be set to work; it counts as at work from then on. Called under the lock.</summary>
    private bool NeedsEncoder()
    {
        if (_isEncoding || _buffer.Unencoded == 0)
        {
            return false;
        }

        return _isEncoding = true;
    }

    /// <summary>Sees to full blocks after a write, outside of the lock.</summary>
    private void EncodeFull(MemoryBuffer buffer, bool startEncoder, int unencoded)
    {
        if (startEncoder)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static store => store.EncodeAll(), this, preferLocal: false);
        }

        if (unencoded > UnencodedLimit)
        {
            buffer.Encode();
        }
    }

    private void EncodeAll()
    {
        try
        {
            while (NextToEncode() is { } buffer)
            {
                buffer.Encode();
            }
        }
        catch (Exception wrong)
        {
            // The blocks stay as they are, and the next flush meets the same trouble.
            Log.BackgroundFailed(_log, wrong, Name);
        }
    }

    private MemoryBuffer? NextToEncode()
    {
        lock (_gate)
        {
            // A refresh lets go of what has been encoded since the last one.
            _changes++;
            return (_isEncoding = _buffer.Unencoded > 0) ? _buffer : null;
        }
    }
}
