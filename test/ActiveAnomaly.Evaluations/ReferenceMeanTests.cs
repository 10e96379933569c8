namespace ActiveAnomaly.Evaluations;

[TestClass]
public sealed class ReferenceMeanTests
{
    public required TestContext TestContext { get; init; }

    /// <summary>
    /// Values 1 and 3: mean 2, variance 2; with a deviation of 1 over 5 runs the standard error is root(2 / 2 + 1 / 5) = 1.0954.
    /// </summary>
    [TestMethod]
    [DataRow(2 + 3.28, true)]
    [DataRow(2 - 3.28, true)]
    [DataRow(2 + 3.29, false)]
    [DataRow(2 - 3.29, false)]
    public void Compare_ThreeStandardErrors_AreTheLimit(double mean, bool passes)
    {
        var reference = new ReferenceMean(mean, 1, 5);
        if (passes)
        {
            reference.Compare([1, 3], TestContext);
        }
        else
        {
            Assert.ThrowsExactly<AssertFailedException>(() => reference.Compare([1, 3], TestContext));
        }
    }

    [TestMethod]
    public void Compare_FarAboveWhereThatMayBe_Passes() => new ReferenceMean(-10, 1, 5).Compare([1, 3], TestContext, mayBeAbove: true);

    [TestMethod]
    public void Compare_FarBelowWhereAboveMayBe_Fails() => Assert.ThrowsExactly<AssertFailedException>(
        () => new ReferenceMean(10, 1, 5).Compare([1, 3], TestContext, mayBeAbove: true));

    [TestMethod]
    public void Compare_FewReferenceRuns_IsReportedOnly() => new ReferenceMean(100, 0.1, 4).Compare([1, 3], TestContext);
}
