using System.Globalization;
using System.Text;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tables;

/// <summary>A table that is read batch by batch has the rows, cells, labels and errors that it has when it is read whole.</summary>
[TestClass]
public sealed class ReadBatchesAsTests
{
    private const string Training = "n,c,b,label\n1,x,true,0\n2,y,false,0\n4,x,true,1\n";

    private static readonly TableSchema Schema = Given.Table(Training).Schema;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(7)]
    [DataRow(100)]
    public void Batches_OfAnySize_HaveTheRowsOfTheWholeTable(int batchSize)
    {
        var text = Rows(7);
        var whole = Given.Scored(text, Schema);
        using var file = FileOf(text);
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, batchSize);
        TableBatch[] read = [.. batches];

        Assert.AreEqual(whole.Cells(), string.Join('/', read.Select(Cells)));
        Assert.AreEqual(whole.Lines(), string.Join(',', read.SelectMany(Lines)));
        Assert.AreEqual(whole.LabelText(), string.Concat(read.Select(LabelText)));
        Assert.IsTrue(read.SkipLast(1).All(batch => batch.RowCount == batchSize));
        Assert.IsGreaterThan(0, read[^1].RowCount);
        Assert.AreEqual((7L, 7L, "new.csv", "line"), (batches.RecordCount, batches.TakenCount, batches.Name, batches.PlaceWord));
    }

    [TestMethod]
    public void Batches_EnumeratedTwice_AreTheSame()
    {
        using var file = FileOf(Rows(5));
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 2);

        Assert.AreEqual(string.Join('/', batches.Select(Cells)), string.Join('/', batches.Select(Cells)));
    }

    [TestMethod]
    public void Batches_HeaderWithoutRows_AreNone()
    {
        using var file = FileOf("b,c,n\n");
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 2);

        Assert.AreEqual(0, batches.RecordCount);
        Assert.IsEmpty(batches);
    }

    [TestMethod]
    public void Batches_MostRows_AreSpreadAsInTheWholeTable()
    {
        var options = new TableOptions { MostRows = 5 };
        var whole = Given.Scored(Rows(23), Schema, options);
        using var file = FileOf(Rows(23));
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 2, options);

        Assert.AreEqual(whole.Lines(), string.Join(',', batches.SelectMany(Lines)));
        Assert.AreEqual((23L, 5L), (batches.RecordCount, batches.TakenCount));
    }

    [TestMethod]
    public void Batches_DroppedRows_FillTheBatchesUp()
    {
        const string text = "n,c,b\n1,x,true\n,x,true\n,y,true\n2,y,false\n3,,true\n4,x,false\n";
        using var file = FileOf(text);
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 2, new TableOptions { Missing = MissingCells.DropRow });
        TableBatch[] read = [.. batches];

        Assert.AreEqual("2,5;7", string.Join(';', read.Select(batch => string.Join(',', Lines(batch)))));
        Assert.AreEqual("1|x|1/2|y|0", Cells(read[0]));
        Assert.AreEqual(6, batches.TakenCount);
    }

    [TestMethod]
    public void Batches_EveryRowDropped_AreRefusedAsTheWholeTable()
    {
        const string text = "n,c,b\n,x,true\n,y,true\n";
        var options = new TableOptions { Missing = MissingCells.DropRow };
        using var file = FileOf(text);
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 1, options);

        Assert.AreEqual(
            Given.ScoringRefusal(text, Schema, options).Message, Assert.ThrowsExactly<TableException>(() => batches.Count()).Message);
    }

    [TestMethod]
    public void Batches_MissingUnknownAndClippedCells_AreCountedBatchByBatch()
    {
        const string text = "n,c,b\n1,z,true\n?,x,true\n1e39,w,true\n2,y,false\n";
        var options = new TableOptions { Missing = MissingCells.Median, OutOfRange = OutOfRangeCells.Clip };
        var whole = Given.Scored(text, Schema, options);
        using var file = FileOf(text);
        TableBatch[] read = [.. TableReader.ReadBatchesAs(file.Path, Schema, 2, options)];

        Assert.AreEqual(whole.Cells(), string.Join('/', read.Select(Cells)));
        Assert.AreEqual("1,0", string.Join(',', read.Select(batch => batch.Columns[0].FilledCount)));
        Assert.AreEqual("0,1", string.Join(',', read.Select(batch => batch.Columns[0].ClippedCount)));
        Assert.AreEqual("1,1", string.Join(',', read.Select(batch => batch.Columns[1].UnknownCount)));
    }

    [TestMethod]
    public void ReadBatchesAs_TextInAColumnOfNumbers_IsNoted()
    {
        using var file = FileOf("n,c,b\n1,x,true\nq,x,true\n2,x,true\n");
        var notes = TableReader.ReadBatchesAs(file.Path, Schema, 1, new TableOptions { Missing = MissingCells.Median }).Notes;

        Assert.Contains(
            "'n' is a column of numbers, and 1 of its cells hold none ('q' in line 3)", notes.Single(note => note.IsWarning).Text);
    }

    [TestMethod]
    [DataRow("n,c\n1,x\n", DisplayName = "a column is missing")]
    [DataRow("n,c,b\n1,x,true\n1,x,true\n?,x,true\n", DisplayName = "a cell in the last row is missing")]
    [DataRow("n,c,b\n1,x,true\n1,x\n", DisplayName = "a row is short")]
    public void ReadBatchesAs_WhatStopsReading_StopsBeforeARowIsHandedOut(string text)
    {
        using var file = FileOf(text);

        Assert.AreEqual(
            Given.ScoringRefusal(text, Schema).Message,
            Assert.ThrowsExactly<TableException>(() => TableReader.ReadBatchesAs(file.Path, Schema, 1)).Message);
    }

    [TestMethod]
    public void Batches_LabelThatMeansNothing_IsRefusedAsInTheWholeTable()
    {
        const string text = "n,c,b,label\n1,x,true,0\n1,x,true,maybe\n";
        using var file = FileOf(text);
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 1);

        Assert.AreEqual(
            Given.ScoringRefusal(text, Schema).Message, Assert.ThrowsExactly<TableException>(() => batches.Count()).Message);
    }

    [TestMethod]
    public void Batches_FileThatGrewMeanwhile_AreRefused()
    {
        using var file = FileOf(Rows(3));
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 1);
        File.AppendAllText(file.Path, "9,x,true,0\n");

        Assert.ThrowsExactly<TableException>(() => batches.Count()).HasMessage("'new.csv' changed while it was read");
    }

    /// <summary>Where it ends in half a line, too: the line is not to be mended.</summary>
    [TestMethod]
    [DataRow("")]
    [DataRow("9,x")]
    public void Batches_FileThatBecameShorterMeanwhile_AreRefused(string end)
    {
        using var file = FileOf(Rows(3));
        var batches = TableReader.ReadBatchesAs(file.Path, Schema, 1);
        File.WriteAllText(file.Path, Rows(2) + end);

        Assert.ThrowsExactly<TableException>(() => batches.Count()).HasMessage("'new.csv' changed while it was read");
    }

    [TestMethod]
    public void ReadBatchesAs_BatchesOfNoRows_AreRefused()
    {
        using var file = FileOf(Rows(3));

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => TableReader.ReadBatchesAs(file.Path, Schema, 0));
    }

    [TestMethod]
    public void ToDataView_OfABatch_HasItsRows()
    {
        using var file = FileOf(Rows(5));
        var last = TableReader.ReadBatchesAs(file.Path, Schema, 3).Last();
        var again = TableReader.ReadDataView(last.ToDataView("label"));

        Assert.AreEqual(2L, last.ToDataView().GetRowCount());
        Assert.AreEqual(Cells(last), again.Cells());
        Assert.AreEqual(LabelText(last), again.LabelText());
        Assert.ThrowsExactly<ArgumentException>(() => last.ToDataView("n"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => last.LineOf(2));
    }

    /// <summary>Rows of which each differs from the one before, with a label.</summary>
    private static string Rows(int count) => "n,c,b,label\n" + string.Concat(Enumerable.Range(0, count).Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row},{(row % 3 == 0 ? "x" : "y")},{(row % 2 == 0 ? "true" : "false")},{(row % 4 == 3 ? 1 : 0)}\n")));

    private static TemporaryFile FileOf(string text) => new(Encoding.UTF8.GetBytes(text), "new.csv");

    private static IEnumerable<long> Lines(TableBatch batch) => Enumerable.Range(0, batch.RowCount).Select(batch.LineOf);

    private static string LabelText(TableBatch batch) => string.Concat(batch.Labels.Values.ToArray().Select(
        label => label switch { RowLabel.Abnormal => '1', RowLabel.Normal => '0', _ => '-' }));

    private static string Cells(TableBatch batch) => string.Join('/', Enumerable.Range(0, batch.RowCount).Select(
        row => string.Join('|', batch.Columns.Select(column => Given.Cell(column, row)))));
}
