using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

[TestClass]
public sealed class LabeledRowsTests
{
    private static readonly FeatureMatrix Rows = FeatureMatrix.Copy([1, 2, 3], 1);

    [TestMethod]
    public void IsAbnormal_AfterTheGivenValuesChange_StaysAsGiven()
    {
        bool[] given = [true, false, true];
        var rows = new LabeledRows(Rows, given);
        given[0] = false;
        Assert.AreSequenceEqual([true, false, true], rows.IsAbnormal.ToArray());
        Assert.AreSame(Rows, rows.Rows);
    }

    [TestMethod]
    [DataRow(new[] { true, false }, "3 rows and 2 truth values, 1 of them abnormal")]
    [DataRow(new[] { true, true, true }, "3 of them abnormal")]
    [DataRow(new[] { false, false, false }, "0 of them abnormal")]
    public void Constructor_NotOneValueARowOrNotBothKinds_ThrowsSayingWhatWasFound(bool[] isAbnormal, string found)
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(() => new LabeledRows(Rows, isAbnormal));
        Assert.AreEqual("isAbnormal", exception.ParamName);
        Assert.Contains(found, exception.Message);
    }
}
