using System.Runtime.InteropServices;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class DatasetMessageTests
{
    [TestMethod]
    public void Read_OfWhatWasWritten_HasEveryBit()
    {
        float[] values = [-0f, float.Epsilon, 1 / 3f, float.MaxValue, -1e-30f, 0.1f];
        var read = DatasetMessage.Read(DatasetMessage.Write(
            new BenchmarkDataset("größe", FeatureMatrix.Copy(values, 2).WithCategoricalRanges([new(1, 1)]), [true, false, true], 77)));

        Assert.AreEqual("größe", read.Name);
        Assert.AreEqual(77, read.BatchSize);
        Assert.AreEqual(2, read.Rows.FeatureCount);
        Assert.AreEqual(3, read.Rows.RowCount);
        CollectionAssert.AreEqual((CategoricalRange[])[new(1, 1)], read.Rows.CategoricalRanges.ToArray());
        CollectionAssert.AreEqual((bool[])[true, false, true], read.IsAbnormal);
        CollectionAssert.AreEqual(
            MemoryMarshal.AsBytes<float>(values).ToArray(), MemoryMarshal.AsBytes(read.Rows.Values).ToArray());
    }

    [TestMethod]
    public void Write_OfTheSameRows_GivesTheSameBytes()
    {
        var (first, second) = (Make(1), Make(1));

        CollectionAssert.AreEqual(first, second);
        CollectionAssert.AreNotEqual(first, Make(2));

        static byte[] Make(float value) =>
            DatasetMessage.Write(new BenchmarkDataset("a", FeatureMatrix.Copy([value], 1), [false], 128));
    }

    [TestMethod]
    public void RequireLength_MoreThanOneArrayHolds_SaysHowMuchAndWhatToDo()
    {
        DatasetMessage.RequireLength("large", Array.MaxLength);
        var exception = Assert.ThrowsExactly<InputException>(() => DatasetMessage.RequireLength("large", 3_000_000_000));

        Assert.Contains("'large' takes 3000000000 bytes", exception.Message);
        Assert.Contains("2147483591", exception.Message);
        Assert.Contains("Leave --cluster out", exception.Message);
    }
}
