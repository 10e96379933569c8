using System.Globalization;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class ContractConversionsTests
{
    /// <summary>The median of 1, 2, 6 and 7 is 4, that of the days 0, 0, 2 and 2 after the first is 1; y is the most frequent.</summary>
    [TestMethod]
    public void ToRow_CellsWithoutAValue_SaysWhatTheyWereFilledWith()
    {
        var pool = GivenPool.Of(
            "id,n,c,d\nA,1,x,2026-05-01\nB,,,\nC,2,y,2026-05-01\nD,6,y,2026-05-03\nE,7,z,2026-05-03\n",
            new LabelingPoolOptions
            {
                IdColumn = "id",
                Table = new TableOptions { Missing = MissingCells.Median, Dates = DateCells.Days },
            });

        Assert.AreEqual("1: 4|2: y|3: 2026-05-02", Filled(1));
        Assert.AreEqual(string.Empty, Filled(0));

        string Filled(int row) => string.Join('|', new ContractConversions(pool)
            .ToRow(row, 1, new RowRecord { Row = row }, pool.Marks(), new RowTails(pool), []).Filled
            .Select(cell => $"{cell.Column}: {cell.Text}"));
    }

    /// <summary>Of five columns, one of them of categories, the third of the file alone tells abnormal rows.</summary>
    [TestMethod]
    public async Task ToState_OneColumnTells_NamesItFirstAndTheReportToo()
    {
        var random = new Random(3);
        var lines = Enumerable.Range(0, 150).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"R{row},{"xyz"[random.Next(3)]},{random.NextDouble()},{random.NextDouble()},{random.NextDouble()},{random.NextDouble()}\n"));
        var pool = GivenPool.WithIds("id,kind,tells,a,b,c\n" + string.Concat(lines));
        using var session = LabelingSession.Create(new MemorySessionStore(), "weights", pool.Features);
        var model = await session.WaitForModelAsync();
        var conversions = new ContractConversions(pool);
        Assert.IsNull(conversions.ToState(session.State, session.Records).Model!.ColumnWeights);
        Assert.DoesNotContain("count most", SessionReport.Write(session, pool, model.TrainedAt));

        var tells = pool.Features.FeatureNames!.ToList().IndexOf("tells");
        var answers = Enumerable.Range(0, 120).ToLookup(row => pool.Features.Row(row)[tells] is > 0.4f and < 0.6f);
        session.AnswerAll("ada", [.. answers[true]], Answer.Abnormal);
        session.AnswerAll("ada", [.. answers[false]], Answer.Normal);
        model = await session.WaitForModelAsync();
        var weights = conversions.ToState(session.State, session.Records).Model!.ColumnWeights!;
        Assert.IsInRange(1, 4, weights.Count);
        Assert.IsTrue(weights.All(weight => weight.TimesMean >= 1));
        Assert.AreEqual((2, "tells"), (weights[0].Column, pool.Columns[weights[0].Column].Name));
        Assert.IsGreaterThan(2, weights[0].TimesMean);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"as multiples of the mean: tells ({weights[0].TimesMean:G2} x)"),
            System.Net.WebUtility.HtmlDecode(SessionReport.Write(session, pool, model.TrainedAt)));
    }
}
