using System.Runtime.InteropServices;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Labeling.Clustering;

[TestClass]
public sealed class MemberMessagesTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void ReadPool_OfWhatWasWritten_HasEveryBitAndEveryRange(int rangeCount)
    {
        CategoricalRange[] ranges = [.. ((CategoricalRange[])[new(0, 1), new(2, 3)]).Take(rangeCount)];
        float[] values = [-0f, float.Epsilon, 1 / 3f, float.MaxValue, -1e-30f, 0.1f, 7, 8, 9, 10];
        var read = MemberMessages.ReadPool(MemberMessages.Write(FeatureMatrix.Copy(values, 5).WithCategoricalRanges(ranges)));

        Assert.AreEqual(5, read.FeatureCount);
        CollectionAssert.AreEqual(ranges, read.CategoricalRanges.ToArray());
        CollectionAssert.AreEqual(
            MemoryMarshal.AsBytes<float>(values).ToArray(), MemoryMarshal.AsBytes(read.Values).ToArray());
    }
}
