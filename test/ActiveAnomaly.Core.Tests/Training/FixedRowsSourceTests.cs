namespace ActiveAnomaly.Training;

[TestClass]
public sealed class FixedRowsSourceTests
{
    [TestMethod]
    public void Rows_AnyStep_AreTheRowsInTheirOrder() =>
        Assert.AreSequenceEqual([4, 1, 9], new FixedRowsSource([4, 1, 9]).Rows(17).ToArray());

    [TestMethod]
    public void Rows_AfterTheCallersArrayChanged_StayTheSame()
    {
        int[] rows = [4, 1];
        var source = new FixedRowsSource(rows);
        rows[0] = 0;
        Assert.AreEqual(4, source.Rows(0)[0]);
    }

    [TestMethod]
    public void StepCount_Always_FollowsAnotherSource() => Assert.IsNull(new FixedRowsSource([1]).StepCount);

    [TestMethod]
    public void Constructor_NoRows_Throws() => Assert.ThrowsExactly<ArgumentException>(() => new FixedRowsSource([]));
}
