namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class QueryOutcomeTests
{
    [TestMethod]
    public void AbnormalFraction_SomeSkipped_CountsAnswersOnly() => Assert.AreEqual(0.25, new QueryOutcome(3, 1, 6).AbnormalFraction);

    [TestMethod]
    public void AbnormalFraction_NoAnswer_IsNaN() => Assert.AreEqual(double.NaN, new QueryOutcome(0, 0, 6).AbnormalFraction);
}
