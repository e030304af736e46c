using System.Numerics;

namespace DistLog.SearchNode.Aggregations;

/// <summary>
/// Counts distinct 64-bit hashes: by a set at first, and past its limit by HyperLogLog (Flajolet et al., 2007) with 2^14 registers,
/// whose standard error is 0.8 %.
/// </summary>
/// <param name="exactLimit">Up to here the count is exact.</param>
internal sealed class DistinctCounter(int exactLimit)
{
    private const int RegisterBits = 14;
    private const int Registers = 1 << RegisterBits;

    private HashSet<ulong>? _exact = [];
    private byte[]? _registers;

    public long Count => _exact?.Count ?? Estimate();

    public void Add(ulong hash)
    {
        if (_exact is null)
        {
            AddToRegisters(hash);
            return;
        }

        _exact.Add(hash);
        if (_exact.Count > exactLimit)
        {
            _registers = new byte[Registers];
            foreach (var known in _exact)
            {
                AddToRegisters(known);
            }

            _exact = null;
        }
    }

    private void AddToRegisters(ulong hash)
    {
        var register = (int)(hash >> (64 - RegisterBits));
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << RegisterBits) | (1UL << (RegisterBits - 1))) + 1);
        _registers![register] = Math.Max(_registers[register], rank);
    }

    private long Estimate()
    {
        double sum = 0;
        var zeros = 0;
        foreach (var rank in _registers!)
        {
            sum += 1.0 / (1UL << rank);
            zeros += rank == 0 ? 1 : 0;
        }

        var alpha = 0.7213 / (1 + (1.079 / Registers));
        var estimate = alpha * Registers * Registers / sum;
        return (long)(estimate <= 2.5 * Registers && zeros > 0 ? Registers * Math.Log((double)Registers / zeros) : estimate);
    }
}
