using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Kernels;

[TestClass]
public sealed class AlignedBufferTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(15)]
    [DataRow(16)]
    [DataRow(1000)]
    [DataRow(100_000)]
    public void Constructor_AnyLength_StartsAtAMultipleOf64BytesWithZeros(int length)
    {
        // Several, for one might be aligned by chance.
        for (var i = 0; i < 20; i++)
        {
            var buffer = new AlignedBuffer(length);
            Assert.AreEqual(0, Address(buffer) % AlignedBuffer.Alignment);
            Assert.AreEqual(length, buffer.Span.Length);
            Assert.IsFalse(buffer.Span.ContainsAnyExcept(0f));
        }
    }

    [TestMethod]
    public void Span_AfterACollection_IsWhereItWas()
    {
        var buffer = new AlignedBuffer(100);
        var before = Address(buffer);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.AreEqual(before, Address(buffer));
    }

    [TestMethod]
    public void Slice_OfABuffer_SharesItsNumbers()
    {
        var buffer = new AlignedBuffer(40);
        var part = buffer.Slice(16, 20);
        part.Span[0] = 3f;
        Assert.AreEqual(20, part.Length);
        Assert.AreEqual(3f, buffer.Span[16]);
        Assert.AreEqual(0, Address(part) % AlignedBuffer.Alignment);
    }

    [TestMethod]
    [DataRow(-1, 2)]
    [DataRow(0, 41)]
    [DataRow(30, 11)]
    public void Slice_OutsideTheBuffer_Throws(int start, int length) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AlignedBuffer(40).Slice(start, length));

    [TestMethod]
    public void Constructor_NoNumbers_IsEmpty() => Assert.IsTrue(new AlignedBuffer(0).Span.IsEmpty);

    private static nint Address(AlignedBuffer buffer) =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetReference(buffer.Span));
}
