using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Raw rows, as a person sees them who is asked.</summary>
[TestClass]
public sealed class RowPreviewTests
{
    [TestMethod]
    public void Read_AnyOrder_GivesTheRowsInThatOrder() => CollectionAssert.AreEqual(
        (object[])["row 7", "row 2", "row 79", "row 0"], Names(Preview(Rows.Raw(), "Name").Read([7, 2, 79, 0])));

    [TestMethod]
    public void Read_RowWantedTwice_IsGivenTwice() =>
        CollectionAssert.AreEqual((object[])["row 3", "row 1", "row 3"], Names(Preview(Rows.Raw(), "Name").Read([3, 1, 3])));

    [TestMethod]
    public void Read_NoRow_GivesNone() => Assert.IsEmpty(Preview(Rows.Raw()).Read([]));

    [TestMethod]
    public void Read_Again_GivesTheSame()
    {
        var preview = Preview(Rows.Raw(), "Name");
        preview.Read([5]);

        CollectionAssert.AreEqual((object[])["row 4"], Names(preview.Read([4])));
    }

    [TestMethod]
    public void Read_ManyRows_IsOnePassToTheLastOfThem()
    {
        var data = new CountingDataView(new MLContext(1).View(Rows.Raw()));
        new MLContext(1).ActiveAnomaly().CreatePreview(data, "Name", "Height").Read([40, 3, 40, 17]);

        Assert.AreEqual((1, 41), (data.CursorCount, data.MoveCount));
    }

    [TestMethod]
    public void Read_SomeColumns_AsksTheDataForThoseOnly()
    {
        var data = new CountingDataView(new MLContext(1).View(Rows.Raw()));
        new MLContext(1).ActiveAnomaly().CreatePreview(data, "Name", "Height").Read([1]);

        CollectionAssert.AreEquivalent((string[])["Name", "Height"], data.ColumnNames);
    }

    [TestMethod]
    public void CreatePreview_AnyData_ReadsNoRow()
    {
        var data = new CountingDataView(new MLContext(1).View(Rows.Raw()));
        new MLContext(1).ActiveAnomaly().CreatePreview(data);

        Assert.AreEqual(0, data.CursorCount);
    }

    [TestMethod]
    [DataRow(80)]
    [DataRow(-1)]
    [DataRow(int.MaxValue)]
    public void Read_RowThatIsNotThere_ThrowsWithTheRowCount(int row)
    {
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Preview(Rows.Raw()).Read([3, row]));

        Assert.AreEqual(("rowIndices", (object)row), (exception.ParamName, exception.ActualValue));
        Assert.Contains($"no row {row}; the data has 80 rows", exception.Message);
    }

    [TestMethod]
    public void Read_NoRowsOfASchema_ThrowsWithTheRowCount()
    {
        var empty = new EmptyDataView(new MLContext(1).View(Rows.Raw()).Schema);

        Assert.Contains(
            "the data has 0 rows",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => new MLContext(1).ActiveAnomaly().CreatePreview(empty).Read([0])).Message);
    }

    [TestMethod]
    public void Read_Null_ThrowsWithTheName() =>
        Assert.AreEqual("rowIndices", Assert.ThrowsExactly<ArgumentNullException>(() => Preview(Rows.Raw()).Read(null!)).ParamName);

    [TestMethod]
    public void Read_CancelledBefore_ReadsNothing()
    {
        var data = new CountingDataView(new MLContext(1).View(Rows.Raw()));
        var preview = new MLContext(1).ActiveAnomaly().CreatePreview(data);
        Assert.Throws<OperationCanceledException>(() => preview.Read([0], new CancellationToken(canceled: true)));

        Assert.AreEqual(0, data.CursorCount);
    }

    [TestMethod]
    public void Read_CancelledOnTheWay_StopsThere()
    {
        using var cancellation = new CancellationTokenSource();
        var mlContext = new MLContext(1);
        var rows = Enumerable.Range(0, 5000).Select(row =>
        {
            if (row == 10)
            {
                cancellation.Cancel();
            }

            return new RawRow();
        });
        var data = new CountingDataView(mlContext.Data.LoadFromEnumerable(rows));
        Assert.Throws<OperationCanceledException>(
            () => mlContext.ActiveAnomaly().CreatePreview(data, "Name").Read([4999], cancellation.Token));

        // Rows 0 to 10, and the one after, whose reading has begun.
        Assert.IsLessThanOrEqualTo(12, data.MoveCount);
    }

    [TestMethod]
    public void ColumnNames_NoneGiven_AreAllThatCanBeShownInTheirOrder()
    {
        var data = new MLContext(1).View((EveryRow[])[new EveryRow()]);

        CollectionAssert.AreEqual(
            data.Schema.Select(column => column.Name).Where(name => name != "Id").ToArray(),
            new MLContext(1).ActiveAnomaly().CreatePreview(data).ColumnNames.ToArray());
    }

    [TestMethod]
    public void ColumnNames_HiddenColumn_IsNotShown()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Pool());
        var replaced = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false).Fit(data).Transform(data);
        var preview = mlContext.ActiveAnomaly().CreatePreview(replaced);

        CollectionAssert.AreEquivalent((string[])["Label", "Features"], preview.ColumnNames.ToArray());
        CollectionAssert.AreEqual(
            Bits.Of(replaced.GetColumn<float[]>("Features").ElementAt(4)), Bits.Of((float[])preview.Read([4])[0]["Features"]));
    }

    [TestMethod]
    public void ColumnNames_Given_KeepTheirOrderWithoutRepetition() =>
        CollectionAssert.AreEqual((string[])["Name", "Count"], Preview(Rows.Raw(), "Name", "Count", "Name").ColumnNames.ToArray());

    [TestMethod]
    public void Read_Values_StandInTheOrderOfTheColumnNames() =>
        CollectionAssert.AreEqual(
            (string[])["Name", "Height", "Count"], Preview(Rows.Raw(), "Name", "Height", "Count").Read([0])[0].Keys.ToArray());

    [TestMethod]
    public void CreatePreview_ColumnMissing_ThrowsWithTheColumnsThereAre()
    {
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Preview(Rows.Raw(), "Colour"));

        Assert.AreEqual("columnNames", exception.ParamName);
        Assert.Contains("'Colour'", exception.Message);
        Assert.Contains("'Height'", exception.Message);
    }

    [TestMethod]
    public void CreatePreview_ColumnThatCannotBeShown_ThrowsWithWhatCan() => Assert.Contains(
        "cannot be shown", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Preview((EveryRow[])[new EveryRow()], "Id")).Message);

    [TestMethod]
    [DataRow("Truth", true)]
    [DataRow("SmallSigned", (sbyte)-1)]
    [DataRow("Small", (byte)200)]
    [DataRow("Short", (short)-3)]
    [DataRow("ShortUnsigned", (ushort)60000)]
    [DataRow("Integer", -5)]
    [DataRow("Unsigned", 4000000000u)]
    [DataRow("Long", long.MinValue)]
    [DataRow("LongUnsigned", ulong.MaxValue)]
    [DataRow("Number", 0.5f)]
    [DataRow("Double", 0.1)]
    [DataRow("Text", "words")]
    public void Read_Value_HasTheTypeOfItsColumn(string column, object expected) =>
        Assert.AreEqual(expected, Preview((EveryRow[])[new EveryRow()], column).Read([0])[0][column]);

    [TestMethod]
    public void Read_Times_AreShown()
    {
        var values = Preview((EveryRow[])[new EveryRow()]).Read([0])[0];

        Assert.AreEqual(
            (EveryRow.Day, new DateTimeOffset(EveryRow.Day, TimeSpan.FromHours(2)), TimeSpan.FromMinutes(3)),
            ((DateTime)values["Time"], (DateTimeOffset)values["Offset"], (TimeSpan)values["Duration"]));
    }

    [TestMethod]
    public void Read_Vectors_AreArrays()
    {
        var values = Preview((EveryRow[])[new EveryRow()]).Read([0])[0];

        CollectionAssert.AreEqual((float[])[1, 0, 3], (float[])values["Numbers"]);
        CollectionAssert.AreEqual((double[])[0.1, 0.2], (double[])values["Doubles"]);
        CollectionAssert.AreEqual((string[])["a", "b"], (string[])values["Words"]);
    }

    [TestMethod]
    public void Read_MissingNumber_IsNotANumber() =>
        Assert.IsTrue(float.IsNaN((float)Preview((EveryRow[])[new EveryRow { Number = float.NaN }], "Number").Read([0])[0]["Number"]));

    [TestMethod]
    public void Read_MissingText_IsEmpty() =>
        Assert.AreEqual(string.Empty, Preview((EveryRow[])[new EveryRow { Text = null! }], "Text").Read([0])[0]["Text"]);

    [TestMethod]
    public void Read_KeyWithoutValues_IsItsNumberFromOne() => CollectionAssert.AreEqual(
        (object[])[1u, 7u, 0u], Preview(Rows.Raw(), "Group").Read([0, 6, 7]).Select(values => values["Group"]).ToArray());

    [TestMethod]
    public void Read_KeyOfText_IsTheText() =>
        CollectionAssert.AreEqual((object[])["row 5", "row 0"], Names(KeyPreview("Name").Read([5, 0])));

    [TestMethod]
    public void Read_KeyOfNumbers_IsTheNumber() =>
        CollectionAssert.AreEqual((object[])[-5, 0], KeyPreview("Count").Read([5, 0]).Select(values => values["Count"]).ToArray());

    [TestMethod]
    public void Read_MissingKeyOfText_IsEmpty()
    {
        var mlContext = new MLContext(1);
        var (known, unknown) = (Rows.Raw(2), Rows.Raw(3));
        var data = mlContext.Transforms.Conversion.MapValueToKey("Name").Fit(mlContext.View(known)).Transform(mlContext.View(unknown));

        CollectionAssert.AreEqual(
            (object[])["row 1", string.Empty], Names(mlContext.ActiveAnomaly().CreatePreview(data, "Name").Read([1, 2])));
    }

    [TestMethod]
    public void Read_VectorOfKeysOfText_IsAnArrayOfTheTexts()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View((EveryRow[])[new EveryRow { Words = ["x", "y"] }, new EveryRow { Words = ["y", "x"] }]);
        var keys = mlContext.Transforms.Conversion.MapValueToKey("Words").Fit(data).Transform(data);

        CollectionAssert.AreEqual(
            (object[])["y", "x"], (object[])mlContext.ActiveAnomaly().CreatePreview(keys, "Words").Read([1])[0]["Words"]);
    }

    [TestMethod]
    public void Read_RowsThatASessionAsksAbout_AreThoseOfItsPool()
    {
        var mlContext = new MLContext(1);
        var source = mlContext.Data.FilterRowsByColumn(mlContext.View(Rows.Raw()), "Height", upperBound: 9);
        var data = mlContext.Transforms.Concatenate("Features", "Height", "Rest").Fit(source).Transform(
            mlContext.Data.ShuffleRows(source, seed: 5));
        var session = mlContext.ActiveAnomaly().CreateSession(data, mlContext.NceTrainer(Fast.Untrained), new RandomStrategy());
        session.Train();
        session.Query(6);
        var rows = session.PendingRows;

        var shown = mlContext.ActiveAnomaly().CreatePreview(data, "Height", "Rest").Read(rows);

        Assert.HasCount(6, shown);
        CollectionAssert.AreEqual(
            Bits.Of(rows.SelectMany(row => session.Pool.Row(row).ToArray())),
            Bits.Of(shown.SelectMany(values => ((float[])values["Rest"]).Prepend((float)values["Height"]))));
    }

    [TestMethod]
    public void Fit_OracleThatWantsColumns_ReadsThemOnceAQuery()
    {
        var mlContext = new MLContext(1);
        var data = new CountingDataView(mlContext.Pool());
        mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained), new RandomStrategy(), LabelOracle.FromDelegate(_ => Answer.Skip, "Label"), stageCount: 3)
            .Fit(data);

        // One pass for the features, one for each of three queries.
        Assert.AreEqual(4, data.CursorCount);
    }

    private static RowPreview Preview<T>(T[] rows, params string[] columns)
        where T : class => new MLContext(1).ActiveAnomaly().CreatePreview(new MLContext(1).View(rows), columns);

    /// <summary>Previews a column whose values are keys.</summary>
    private static RowPreview KeyPreview(string column)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        return mlContext.ActiveAnomaly().CreatePreview(
            mlContext.Transforms.Conversion.MapValueToKey(column).Fit(data).Transform(data), column);
    }

    private static object[] Names(IEnumerable<IReadOnlyDictionary<string, object>> rows) => [.. rows.Select(values => values["Name"])];

    private sealed class EveryRow
    {
        public static readonly DateTime Day = new(2024, 2, 29, 12, 0, 0, DateTimeKind.Unspecified);

        public bool Truth { get; set; } = true;

        public sbyte SmallSigned { get; set; } = -1;

        public byte Small { get; set; } = 200;

        public short Short { get; set; } = -3;

        public ushort ShortUnsigned { get; set; } = 60000;

        public int Integer { get; set; } = -5;

        public uint Unsigned { get; set; } = 4000000000;

        public long Long { get; set; } = long.MinValue;

        public ulong LongUnsigned { get; set; } = ulong.MaxValue;

        public float Number { get; set; } = 0.5f;

        public double Double { get; set; } = 0.1;

        public string Text { get; set; } = "words";

        public DateTime Time { get; set; } = Day;

        public DateTimeOffset Offset { get; set; } = new(Day, TimeSpan.FromHours(2));

        public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(3);

        [VectorType(3)]
        public float[] Numbers { get; set; } = [1, 0, 3];

        [VectorType(2)]
        public double[] Doubles { get; set; } = [0.1, 0.2];

        [VectorType(2)]
        public string[] Words { get; set; } = ["a", "b"];

        public DataViewRowId Id { get; set; }
    }
}
