namespace ActiveAnomaly.Evaluations;

/// <summary>Beside what the program makes: sums of the training part's features, after scaling.</summary>
[TestClass]
public sealed class AuthorsSplitTests
{
    /// <summary>Sums of some thousand numbers of single precision.</summary>
    private const double Rounding = 0.02;

    [TestMethod]
    [DataRow("pendigits", 4140, 33729.693607)]
    [DataRow("thyroid-21f", 4110, 64147.403161)]
    public void Of_ADataSet_IsTheAuthorsProgramsSplit(string dataset, int rowCount, double sum)
    {
        var split = AuthorsSplit.Of(EvaluationData.Of(dataset));
        var total = 0.0;
        foreach (var value in split.Training.Values)
        {
            total += value;
        }

        Assert.AreEqual((rowCount, 30), (split.Training.RowCount, split.Labels.AbnormalRows.Count));
        Assert.AreEqual(sum, total, Rounding);
    }
}
