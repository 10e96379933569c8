using System.Buffers.Binary;
using ActiveAnomaly.Detectors.Copod;

namespace ActiveAnomaly.Persistence;

/// <summary>Numbers one after the other.</summary>
[TestClass]
public sealed class ModelReaderTests
{
    [TestMethod]
    public void ReadDoubles_OfWrittenOnes_GivesTheSameBits()
    {
        double[] values = [0, -0.0, 1.0 / 3, double.MaxValue, double.MinValue, double.Epsilon, -1e-300];
        var writer = new ModelWriter();
        writer.Write(new float[] { 1.5f });
        writer.Write(values);
        writer.Write(new[] { 7, -8 });
        var reader = Reader(writer.Payload);
        Assert.AreEqual(1.5f, reader.ReadNumbers(1)[0]);
        var read = reader.ReadDoubles(values.Length);
        Assert.AreSequenceEqual(values.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        Assert.AreSequenceEqual([7, -8], reader.ReadIntegers(2));
        Assert.AreEqual(0, reader.RemainingByteCount);
    }

    [TestMethod]
    public void Write_Doubles_AreLittleEndian()
    {
        var writer = new ModelWriter();
        writer.Write([1.0, -2.0]);
        Assert.AreSequenceEqual(
            new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0 }, writer.Payload.ToArray());
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(-1)]
    [DataRow(long.MaxValue)]
    [DataRow(1L << 29)] // times 8 this is 2^32: a product in 32 bits would be 0
    public void ReadDoubles_MoreThanThereAre_Throws(long count) =>
        Assert.ThrowsExactly<ModelFormatException>(() => Reader(new byte[23]).ReadDoubles(count));

    [TestMethod]
    public void ReadDoubles_None_GivesNone() => Assert.IsEmpty(Reader([]).ReadDoubles(0));

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    [DataRow(double.NegativeInfinity)]
    public void ReadDoubles_NonFinite_Throws(double value)
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(16), value);
        Assert.Contains(
            "NaN or infinite", Assert.ThrowsExactly<ModelFormatException>(() => Reader(bytes).ReadDoubles(3)).Message);
    }

    private static ModelReader Reader(ReadOnlySpan<byte> payload) => new(1, new CopodOptions(), content: null, payload, ModelPlace.Whole);
}
