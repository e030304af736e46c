using System.Buffers.Binary;
using System.Numerics;

namespace DistLog.Router.Deduplication;

/// <summary>
/// SipHash-2-4 with 128 bits (Aumasson and Bernstein, 2012): keyed, so that nobody can send an id made to collide with
/// another's.
/// </summary>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    /// <summary>The hash of some bytes.</summary>
    public UInt128 Compute(ReadOnlySpan<byte> data)
    {
        var state = new State(key0, key1);
        var length = data.Length;
        for (; data.Length >= 8; data = data[8..])
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        var last = (ulong)length << 56;
        for (var i = 0; i < data.Length; i++)
        {
            last |= (ulong)data[i] << (8 * i);
        }

        state.Absorb(last);
        return state.Finish();
    }

    private struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = key0 ^ 0x736f6d6570736575;
        private ulong _v1 = key1 ^ 0x646f72616e646f6d ^ 0xee;
        private ulong _v2 = key0 ^ 0x6c7967656e657261;
        private ulong _v3 = key1 ^ 0x7465646279746573;

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        /// <summary>The reference's first output word is the lower half.</summary>
        public UInt128 Finish()
        {
            _v2 ^= 0xee;
            var low = Squeeze();
            _v1 ^= 0xdd;
            return new UInt128(Squeeze(), low);
        }

        private ulong Squeeze()
        {
            for (var i = 0; i < 4; i++)
            {
                Round();
            }

            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
