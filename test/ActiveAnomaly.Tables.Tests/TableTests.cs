using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Sources;
using ActiveAnomaly.Tables.Understanding;
using CsCheck;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables;

/// <summary>
/// Rows are selected and traced back to their lines; a table that changes while it is read stops; reading can be cancelled.
/// </summary>
[TestClass]
public sealed class TableTests
{
    private const string Text = "n,c,label\n1,\"x\ny\",0\n,z,0\n3,z,1\n4,w,\n";

    private static readonly TableOptions DropRow = new() { Missing = MissingCells.DropRow };

    [TestMethod]
    public void Select_RowsInAnyOrder_GivesThemWithLabelsAndLines()
    {
        var table = Given.Table(Text, DropRow);
        Assert.AreEqual("2,5,6", table.Lines());

        var selected = table.Select([2, 0, 2]);

        Assert.AreEqual("4|w/1|x\ny/4|w", selected.Cells());
        Assert.AreEqual("-0-", selected.LabelText());
        Assert.AreEqual("6,2,6", selected.Lines());
        Assert.AreEqual(3, selected.RowCount);
        Assert.AreSame(table.Schema, selected.Schema);
        Assert.AreEqual(("table.csv", "line", 1), (selected.Name, selected.PlaceWord, selected.DroppedRowCount));
        CollectionAssert.AreEqual(table.Describe().ToArray(), selected.Describe().ToArray());
        CollectionAssert.AreEqual(table.Notes.ToArray(), selected.Notes.ToArray());
        CollectionAssert.AreEqual(new[] { 4f, 1, 4 }, selected.ToDataView().GetColumn<float>("n").ToArray());
    }

    [TestMethod]
    public void Select_APermutationOfATableReadAsAnother_PreparesTheRowsOfTheOriginalOrder()
    {
        const int RowCount = 30;
        string[] lines = [.. Enumerable.Range(0, RowCount).Select(i => $"{(i % 7 == 3 ? "?" : $"{i / 4.0}")},{"xyz"[i % 3]},{i % 2}\n")];
        var training = Given.Table("n,c,label\n" + string.Concat(lines), new TableOptions { Missing = MissingCells.Median });
        var context = new MLContext(seed: 1);
        var prepare = context.ActiveAnomaly().PrepareFeatures(training.ToDataView().Schema).Fit(training.ToDataView());
        var expected = Features(training);
        Samples.Try(Gen.Shuffle(Enumerable.Range(0, RowCount).ToArray()), 20, order =>
        {
            // The file has the rows in another order; the table puts them back into the first.
            var table = Given.Scored("n,c,label\n" + string.Concat(order.Select(row => lines[row])), training.Schema);
            int[] back = [.. Enumerable.Range(0, RowCount).Select(row => Array.IndexOf(order, row))];

            var restored = table.Select(back);

            Assert.AreEqual(training.Cells(), restored.Cells());
            Assert.AreEqual(training.LabelText(), restored.LabelText());
            CollectionAssert.AreEqual(
                back.Select(row => row + 2L).ToArray(), Enumerable.Range(0, RowCount).Select(restored.LineOf).ToArray());
            Assert.AreEqual(expected, Features(restored));
            Assert.IsTrue(RowKeys.Compare(RowKeys.Of(training), RowKeys.Of(restored)).IsSame);
        });

        string Features(Table table) => string.Join('/', prepare.Transform(table.ToDataView()).GetColumn<float[]>("Features").Select(
            row => string.Join('|', row.Select(BitConverter.SingleToInt32Bits))));
    }

    [TestMethod]
    public void Select_NoRows_IsEmpty() => Assert.AreEqual(0, Given.Table(Text, DropRow).Select([]).RowCount);

    [TestMethod]
    [DataRow(-1)]
    [DataRow(3)]
    public void LineOfAndSelect_NoSuchRow_Throw(int row)
    {
        var table = Given.Table(Text, DropRow);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => table.LineOf(row));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => table.Select([row]));
    }

    [TestMethod]
    public void Read_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var file = new TemporaryFile([.. "a,label\n1,0\n2,1\n"u8], "table.csv");
        var schema = TableReader.Read(file.Path).Schema;

        Assert.ThrowsExactly<OperationCanceledException>(() => TableReader.Read(file.Path, null, cancelled.Token));
        Assert.ThrowsExactly<OperationCanceledException>(() => TableReader.ReadAs(file.Path, schema, null, cancelled.Token));
        var data = TableReader.Read(file.Path).ToDataView();
        Assert.ThrowsExactly<OperationCanceledException>(() => TableReader.ReadDataView(data, null, cancelled.Token));
        Assert.ThrowsExactly<OperationCanceledException>(() => TableReader.ReadDataViewAs(data, schema, null, cancelled.Token));
    }

    [TestMethod]
    public async Task Read_ParquetCancelled_Stops()
    {
        var bytes = await ParquetTests.Write(new ParquetTests.Column<int>("a", [1, 2]), new ParquetTests.Column<int>("label", [0, 1]));
        using var file = new TemporaryFile(bytes, "table.parquet");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => TableReader.Read(file.Path, null, cancelled.Token));
    }

    [TestMethod]
    [DataRow("a,label\n1,0\n2,1\n3,0\n")]
    [DataRow("a,label\n1,0\n")]
    [DataRow("a,label\n1,0\n7,1\n")]
    [DataRow("a,label\n1,0\nx,1\n")]
    public void Load_FileThatChangedSinceTheFirstPass_Stops(string changed)
    {
        using var file = new TemporaryFile([.. "a,label\n1,0\n2,1\n"u8], "table.csv");
        var options = new TableOptions();
        var layout = TableLayout.Of(new DelimitedSource(FileContent.Of(file.Path), options, null), options, true, CancellationToken.None);
        var profile = TableProfile.Of(layout, _ => new CellReader([], null), 1, CancellationToken.None);
        var plan = new Planner(layout, profile, options).Plan() with
        {
            Label = new LabelSchema { Name = "label", NormalValues = ["0"], AbnormalValues = ["1"] },
        };
        File.WriteAllText(file.Path, changed);
        File.SetLastWriteTimeUtc(file.Path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.ThrowsExactly<TableException>(() => TableLoader.Load(layout, profile, plan, CancellationToken.None))
            .HasMessage("'table.csv' changed while it was read", "read a copy");
    }
}
