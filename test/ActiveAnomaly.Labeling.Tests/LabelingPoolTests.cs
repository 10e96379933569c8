using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Labeling;

/// <summary>A file's rows are shown as it has them, and become the features that ML.NET's own session would have.</summary>
[TestClass]
public sealed class LabelingPoolTests
{
    private const string Payments =
        "id,amount,currency,paid,when,link,label\n"
        + "A-1, 1.50 ,EUR,true,2024-05-31,https://x/1,0\n"
        + "A-2,20,USD,FALSE,2024-06-01,https://x/2,\n"
        + "A-3,?,EUR,true,2024-06-03,https://x/3,1\n"
        + "A-4,7,EUR,true,2024-06-02,https://x/4,0\n";

    private static readonly LabelingPoolOptions PaymentOptions = new()
    {
        Table = new TableOptions { Missing = MissingCells.Median, Dates = DateCells.Days, IgnoredColumns = ["link"] },
        IdColumn = "id",
    };

    [TestMethod]
    public void Read_File_TellsWhatEachColumnIs()
    {
        var pool = GivenPool.Of(Payments, PaymentOptions);

        Assert.AreEqual(
            "id Text -I--/amount Number F---/currency Category F---/paid Boolean F---/when Date F---/link Text ----/label Text --L-",
            string.Join('/', pool.Columns.Select(Text)));
        CollectionAssert.AreEqual(Enumerable.Range(0, 7).ToArray(), pool.Columns.Select(column => column.Index).ToArray());
        Assert.AreEqual("id", pool.IdColumn);
        Assert.AreEqual(GivenPool.FileName, pool.Name);
        Assert.AreEqual("line", pool.RowWord);
        Assert.AreEqual(4, pool.RowCount);
    }

    [TestMethod]
    public void CellsOf_Row_AreThoseOfTheFile() => CollectionAssert.AreEqual(
        new[] { "A-1", " 1.50 ", "EUR", "true", "2024-05-31", "https://x/1", "0" },
        GivenPool.Of(Payments, PaymentOptions).CellsOf(0).ToArray());

    [TestMethod]
    [DataRow(0, "-|1.5|-|1|0|-|-")]
    [DataRow(2, "-|-|-|1|3|-|-")]
    public void ValuesOf_Row_AreTheNumbersThatWereUnderstood(int row, string expected) => Assert.AreEqual(
        expected,
        string.Join('|', GivenPool.Of(Payments, PaymentOptions).ValuesOf(row)
            .Select(value => value?.ToString(CultureInfo.InvariantCulture) ?? "-")));

    [TestMethod]
    public void ValuesOf_NoSuchRow_Throws()
    {
        var pool = GivenPool.Of(Payments, PaymentOptions);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pool.ValuesOf(4)).HasMessage("0 to 3");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pool.CellsOf(-1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pool.IdOf(4));
    }

    [TestMethod]
    public void Read_Features_AreThoseOfASessionInMlNet()
    {
        var pool = GivenPool.Of(Payments, PaymentOptions);
        var anomaly = new MLContext(seed: 5).ActiveAnomaly();
        var data = pool.Table.ToDataView();
        var prepared = anomaly.PrepareFeatures(data.Schema).Fit(data).Transform(data);
        var session = anomaly.CreateSession(
            prepared,
            anomaly.Trainers.Detector(new IsolationForestDetector(new IsolationForestOptions { Seed = 1 })),
            new NoQueryStrategy());

        Assert.AreEqual(PoolFingerprint.Of(session.Pool), PoolFingerprint.Of(pool.Features));
        CollectionAssert.AreEqual(
            new[] { "amount", "currency.EUR", "currency.USD", "paid", "when" }, pool.Features.FeatureNames!.ToArray());
        CollectionAssert.AreEqual(new float[] { 20, 0, 1, 0, 1 }, pool.Features.Row(1).ToArray());
    }

    [TestMethod]
    public void IdOf_IdColumn_IsItsText()
    {
        var pool = GivenPool.Of(Payments, PaymentOptions);

        Assert.AreEqual("A-3", pool.IdOf(2));
        Assert.AreEqual(2, pool.RowOfId(" A-3 "));
        Assert.IsNull(pool.RowOfId("a-3"));
        Assert.IsNull(pool.RowOfId("line 4"));
    }

    [TestMethod]
    public void IdOf_NoIdColumn_IsTheLine()
    {
        var pool = GivenPool.Of("n,t\n1,\"two\nlines\"\n2,x\n");

        Assert.AreEqual("line 2", pool.IdOf(0));
        Assert.AreEqual("line 4", pool.IdOf(1));
        Assert.AreEqual(1, pool.RowOfId("line 4"));
        Assert.IsNull(pool.RowOfId("line 3"));
        Assert.IsNull(pool.RowOfId("4"));
    }

    [TestMethod]
    public void Read_IdNotSaid_IsAFeature() =>
        Assert.Contains("id", GivenPool.Of("id,n\n1,5\n2,6\n").Features.FeatureNames!);

    [TestMethod]
    [DataRow("id,n\nA,1\nA,2\n", "line 3, column 'id': the id 'A' is that of line 2 too")]
    [DataRow("id,n\nA,1\n?,2\n", "line 3, column 'id': the id is '?'")]
    [DataRow("key,n\nA,1\nB,2\n", "no column 'id' that could name the rows")]
    public void Read_UnfitIds_NamesLineAndColumn(string text, string expected) =>
        GivenPool.Refusal(text, new LabelingPoolOptions { IdColumn = "id" }).HasMessage(expected);

    [TestMethod]
    public void Read_ColumnCalledLabel_IsKnownBeforehandAndNoFeature()
    {
        var pool = GivenPool.Of("n,LABEL,m\n1,0,5\n2,1,6\n3,,7\n");

        Assert.AreEqual("Normal,Abnormal,Unlabeled", string.Join(',', pool.KnownLabels.Values.ToArray()));
        CollectionAssert.AreEqual(new[] { "n", "m" }, pool.Features.FeatureNames!.ToArray());
        Assert.IsNull(pool.HiddenTruth);
        Assert.IsFalse(pool.IsFullyLabeled);
    }

    [TestMethod]
    public void Read_NoColumnCalledLabel_HasNoLabelsAndTakesTheLastForAFeature()
    {
        var pool = GivenPool.Of("n,class\n1,0\n2,1\n3,1\n");

        Assert.AreEqual(0, pool.KnownLabels.LabeledCount);
        CollectionAssert.AreEqual(new[] { "n", "class" }, pool.Features.FeatureNames!.ToArray());
        Assert.IsFalse(pool.Columns.Any(column => column.IsLabel));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Read_LabelColumnNamed_IsTheLabel(bool inTableOptions)
    {
        var pool = GivenPool.Of(
            "class,n\nx,1\ny,2\n",
            new LabelingPoolOptions
            {
                Table = new TableOptions { LabelColumn = inTableOptions ? "class" : null, AbnormalValues = ["x"], NormalValues = ["y"] },
                LabelColumn = inTableOptions ? null : "class",
            });

        CollectionAssert.AreEqual(new[] { 0 }, pool.KnownLabels.AbnormalRows.ToArray());
        Assert.IsTrue(pool.IsFullyLabeled);
    }

    [TestMethod]
    public void Read_LabelValuesWithoutAName_MeanTheLastColumnAsTheReaderHasIt() => CollectionAssert.AreEqual(
        new[] { 1 },
        GivenPool.Of("n,class\n1,good\n2,bad\n", new LabelingPoolOptions { Table = new TableOptions { AbnormalValues = ["bad"] } })
            .KnownLabels.AbnormalRows.ToArray());

    [TestMethod]
    public void Read_OptionsThatContradict_SaysWhich()
    {
        Refusal(new LabelingPoolOptions { LabelColumn = "a", Table = new TableOptions { LabelColumn = "b" } })
            .HasMessage("'a' and, in Table.LabelColumn, 'b'", "options.LabelColumn");
        Refusal(new LabelingPoolOptions { LabelColumn = "a", Table = new TableOptions { HasLabel = false } })
            .HasMessage("'a', and that there is none");
        Refusal(new LabelingPoolOptions { LabelColumn = "a", IdColumn = "a" })
            .HasMessage("'a' is said to name the rows and to be the label");
        GivenPool.Refusal("a,label\n1,0\n2,1\n", new LabelingPoolOptions { IdColumn = "label" }).HasMessage("'label' is the label column");

        static ArgumentException Refusal(LabelingPoolOptions options) =>
            Assert.ThrowsExactly<ArgumentException>(() => GivenPool.Of("a,b,label\n1,2,0\n3,4,1\n", options));
    }

    [TestMethod]
    public void HideLabels_FullyLabeled_IsTheTruthAndNothingIsKnown()
    {
        const string Text = "n,label\n1,0\n2,1\n3,0\n";
        var open = GivenPool.Of(Text);
        var hidden = open.HideLabels();
        var read = GivenPool.Of(Text, new LabelingPoolOptions { HidesLabels = true });

        Assert.IsTrue(open.IsFullyLabeled);
        foreach (var pool in (LabelingPool[])[hidden, read])
        {
            Assert.IsTrue(pool.HidesLabels);
            CollectionAssert.AreEqual(new[] { false, true, false }, pool.HiddenTruth!.ToArray());
            Assert.AreEqual(0, pool.KnownLabels.LabeledCount);
            Assert.IsTrue(pool.Columns[1] is { IsLabel: true, IsHidden: true });
            CollectionAssert.AreEqual(new[] { "2", string.Empty }, pool.CellsOf(1).ToArray());
        }

        Assert.AreSame(open.Features, hidden.Features);
        Assert.AreSame(hidden, hidden.HideLabels());
        Assert.AreEqual("1", open.CellsOf(1)[1]);
        Assert.IsNull(open.HiddenTruth);
    }

    [TestMethod]
    [DataRow("n,label\n1,0\n2,\n3,1\n4,\n", "line 3, label column 'label': the row has no label (2 rows have none)")]
    [DataRow("n,label\n1,0\n2,0\n", "all of one kind")]
    [DataRow("n,m\n1,0\n2,0\n", "no label column")]
    public void Read_LabelsToHideThatAreNotThere_SaysWhich(string text, string expected) =>
        GivenPool.Refusal(text, new LabelingPoolOptions { HidesLabels = true }).HasMessage(expected, "or hide none");

    [TestMethod]
    [DataRow("n,id\n1,A\n2,B\n", "id")]
    [DataRow("n,ID\n1,A\n2,B\n", "ID")]
    [DataRow("order_id,n,uuid\nA,1,x\nB,2,y\n", "uuid")]
    [DataRow("customerId,n\nA,1\nB,2\n", "customerId")]
    [DataRow("order-key,n\nA,1\nB,2\n", "order-key")]
    [DataRow("OrderID,n\nA,1\nB,2\n", "OrderID")]
    [DataRow("id,order_id,n\nA,1,1\nA,2,2\n", "order_id")]
    [DataRow("id,n\nA,1\nA,2\n", null)]
    [DataRow("id,n\nA,1\n,2\n", null)]
    [DataRow("id,n\nA,1\n?,2\n", null)]
    [DataRow("paid,monkey,n\nA,B,1\nC,D,2\n", null)]
    [DataRow("n,m\n1,2\n3,4\n", null)]
    public void SuggestIdColumn_File_IsTheFirstThatNamesEveryRow(string text, string? expected)
    {
        using var folder = new TemporaryFolder();

        Assert.AreEqual(expected, LabelingPool.SuggestIdColumn(GivenPool.Written(folder, text)));
    }

    [TestMethod]
    [DataRow("id,n\nA,1\nB,2\nA,3\nB,4\n", "'id' has 'A' in line 2 and again in line 4")]
    [DataRow("id,n\nA,1\nB,2\n?,3\nB,4\n", "'id' has no id in line 4")]
    [DataRow("id,order_id,n\nA,1,1\nA,2,2\n", "'id' has 'A' in line 2 and again in line 3")]
    [DataRow("part_id,n\nA,1\nB,2\nC,3\nD,4\nE,5\nF,6\nG,7\nH,8\nI,9\nA,10\n", "'part_id' has 'A' in line 2 and again in line 11")]
    [DataRow("part_id,n\nA,1\nB,2\nC,3\nA,4\n", "")]
    [DataRow("id,n\nA,1\nB,2\n", "")]
    [DataRow("n,m\n1,2\n3,4\n", "")]
    public void Find_ColumnCalledLikeIdsThatDoesNotNameTheRows_SaysWhy(string text, string expected)
    {
        using var folder = new TemporaryFolder();

        var (_, refused) = IdColumnSearch.Find(GivenPool.Written(folder, text), new TableOptions(), CancellationToken.None);

        Assert.AreEqual(expected, string.Join(';', refused));
    }

    [TestMethod]
    public void SuggestIdColumn_MissingTexts_AreThoseOfTheTable()
    {
        using var folder = new TemporaryFolder();
        var path = GivenPool.Written(folder, "id;n\nA;1\nnothing;2\n");

        Assert.AreEqual("id", LabelingPool.SuggestIdColumn(path));
        Assert.IsNull(LabelingPool.SuggestIdColumn(path, new TableOptions { MissingTexts = ["Nothing"] }));
    }

    [TestMethod]
    public void ReadDataView_Rows_AreThoseOfTheView()
    {
        var data = new MLContext().Data.LoadFromEnumerable(
            new[] { new ViewRow { Key = "A", Amount = 1.5f, Label = 0 }, new ViewRow { Key = "B", Amount = 2, Label = 1 } });
        var pool = LabelingPool.ReadDataView(data, new LabelingPoolOptions { IdColumn = "Key", HidesLabels = true });
        var again = LabelingPool.ReopenDataView(data, pool.ToProperties());

        CollectionAssert.AreEqual(new[] { "B", "2", string.Empty }, pool.CellsOf(1).ToArray());
        Assert.AreEqual("B", pool.IdOf(1));
        CollectionAssert.AreEqual(new[] { false, true }, pool.HiddenTruth!.ToArray());
        Assert.AreEqual(string.Empty, pool.Path);
        Assert.IsNull(LabelingPool.FileOf(pool.ToProperties()));
        Assert.AreEqual(PoolFingerprint.Of(pool.Features), PoolFingerprint.Of(again.Features));
        Assert.IsTrue(again.HidesLabels);
    }

    /// <summary>A view has no lines: its rows are counted from 0, as trainers and sessions count them.</summary>
    [TestMethod]
    public void ReadDataView_NoIdColumn_CallsRowsFromZero()
    {
        ViewRow[] rows = [new() { Key = "A", Amount = 1.5f, Label = 0 }, new() { Key = "B", Amount = 2, Label = 1 }];
        var context = new MLContext();
        var pool = LabelingPool.ReadDataView(context.Data.LoadFromEnumerable(rows), new LabelingPoolOptions());
        rows[1].Label = 0;

        Assert.AreEqual("row 0", pool.IdOf(0));
        Assert.AreEqual("row 1", pool.IdOf(1));
        Assert.AreEqual(1, pool.RowOfId("row 1"));
        Assert.ThrowsExactly<PoolMismatchException>(
            () => LabelingPool.ReopenDataView(context.Data.LoadFromEnumerable(rows), pool.ToProperties()))
            .HasMessage("1 row differs, row 1.");
    }

    [TestMethod]
    public void Read_Cancelled_Throws()
    {
        using var folder = new TemporaryFolder();
        var path = GivenPool.Written(folder, Payments);

        Assert.ThrowsExactly<OperationCanceledException>(
            () => LabelingPool.Read(path, PaymentOptions, new CancellationToken(canceled: true)));
    }

    private static string Text(PoolColumn column) =>
        $"{column.Name} {column.Kind} {(column.IsFeature ? 'F' : '-')}{(column.IsId ? 'I' : '-')}{(column.IsLabel ? 'L' : '-')}"
        + $"{(column.IsHidden ? 'H' : '-')}";

    private sealed class ViewRow
    {
        public string Key { get; set; } = string.Empty;

        public float Amount { get; set; }

        public float Label { get; set; }
    }
}
