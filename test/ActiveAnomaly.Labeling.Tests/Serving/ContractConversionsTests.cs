using ActiveAnomaly.Labeling.Rows;
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
}
