using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

[TestClass]
public sealed class QueryOutcomeTests
{
    [TestMethod]
    public void AbnormalFraction_SomeSkipped_CountsAnswersOnly() => Assert.AreEqual(0.25, new QueryOutcome(3, 1, 6).AbnormalFraction);

    [TestMethod]
    public void AbnormalFraction_NoAnswer_IsNaN() => Assert.AreEqual(double.NaN, new QueryOutcome(0, 0, 6).AbnormalFraction);

    [TestMethod]
    public void Of_Labels_CountsThemAndKeepsTheirOrder()
    {
        var outcome = QueryOutcome.Of(
            RowLabel.Unlabeled, RowLabel.Abnormal, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Abnormal, RowLabel.Normal);
        Assert.AreEqual((2, 3, 1), (outcome.NormalCount, outcome.AbnormalCount, outcome.SkippedCount));
        Assert.AreSequenceEqual(
            [RowLabel.Unlabeled, RowLabel.Abnormal, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Abnormal, RowLabel.Normal],
            outcome.Labels);
    }

    [TestMethod]
    public void Labels_CountsOnly_AreNone()
    {
        Assert.IsEmpty(new QueryOutcome(1, 2, 3).Labels);
        Assert.IsEmpty(default(QueryOutcome).Labels);
    }

    [TestMethod]
    public void Equals_SameLabels_IsTrueAndTheHashesAgree()
    {
        var (one, other) = (QueryOutcome.Of(RowLabel.Normal, RowLabel.Abnormal), QueryOutcome.Of(RowLabel.Normal, RowLabel.Abnormal));
        Assert.AreEqual(one, other);
        Assert.AreEqual(one.GetHashCode(), other.GetHashCode());
    }

    [TestMethod]
    public void Equals_OtherOrderOfLabels_IsFalse() => Assert.AreNotEqual(
        QueryOutcome.Of(RowLabel.Normal, RowLabel.Abnormal), QueryOutcome.Of(RowLabel.Abnormal, RowLabel.Normal));

    [TestMethod]
    public void Equals_LabelsAndCountsOnly_IsFalse() => Assert.AreNotEqual(QueryOutcome.Of(RowLabel.Normal), new QueryOutcome(1, 0, 0));

    [TestMethod]
    public void Of_LabelsThatChangeLater_KeepsThoseOfThen()
    {
        RowLabel[] labels = [RowLabel.Normal, RowLabel.Abnormal];
        var outcome = QueryOutcome.Of(labels);
        labels[0] = RowLabel.Abnormal;
        Assert.AreSequenceEqual([RowLabel.Normal, RowLabel.Abnormal], outcome.Labels);
    }
}
