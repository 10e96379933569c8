using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class TextLoaderTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Line
    {
        [LoadColumn(0)]
        public float Number { get; set; }

        [LoadColumn(1)]
        public string Text { get; set; } = "";

        [LoadColumn(2, 3), ColumnName("Features")]
        public float[] Vector { get; set; } = [];
    }

    private sealed class OneText
    {
        [LoadColumn(0)]
        public string Text = "";
    }

    private IDataView Load<T>(TemporaryFile file, bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false) =>
        _ml.Data.LoadFromTextFile<T>(file.Path, ',', hasHeader, allowQuoting, trimWhitespace);

    private IDataView LoadAs(TemporaryFile file, DataKind kind) =>
        _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("X", kind, 0)], ',');

    [TestMethod]
    public void Schema_OfARowClass_FollowsItsAttributes()
    {
        using var file = new TemporaryFile("1,a,2,3");
        var schema = Load<Line>(file).Schema;
        CollectionAssert.AreEqual(
            new[] { "Number: Single", "Text: String",
                "Features: Vector<Single, 2>" }, schema.Select(column => column.ToString()).ToArray());
    }

    [TestMethod]
    public void Rows_WithAHeader_AreReadBelowIt()
    {
        using var file = new TemporaryFile("n,t,v,w", "1,a,2,3", "-4.5e1,b,5,6");
        var data = Load<Line>(file, hasHeader: true);
        CollectionAssert.AreEqual(new float[] { 1, -45 }, data.Floats("Number"));
        CollectionAssert.AreEqual(new[] { "a", "b" }, data.Texts("Text"));
        CollectionAssert.AreEqual(new float[] { 5, 6 }, data.Vectors("Features")[1]);
        Assert.IsNull(data.GetRowCount());
    }

    [TestMethod]
    public void Single_MissingOrUnreadable_IsZeroOrNaN()
    {
        using var file = new TemporaryFile("0,x", ",x", "?,x", "NaN,x", "abc,x", " 7 ,x", "NA,x", "1e99,x", "inf,x");
        var values = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("X", DataKind.Single, 0)], ',').Floats("X");
        CollectionAssert.AreEqual(
            new[] { 0, 0, float.NaN, float.NaN, float.NaN, 7, float.NaN, float.PositiveInfinity, float.NaN }, values);
    }

    [TestMethod]
    public void Single_MissingWithMissingRealsAsNaNs_IsNaN()
    {
        using var file = new TemporaryFile("1,,3", ",,", "1");
        var options = new TextLoader.Options { Separators = [','], MissingRealsAsNaNs = true, Columns = [new("X", DataKind.Single, 0, 2)] };
        var rows = _ml.Data.LoadFromTextFile(file.Path, options).Vectors("X");
        CollectionAssert.AreEqual(new[] { 1, float.NaN, 3 }, rows[0]);
        CollectionAssert.AreEqual(new[] { float.NaN, float.NaN, float.NaN }, rows[1]);
        CollectionAssert.AreEqual(new[] { 1, float.NaN, float.NaN }, rows[2]);
    }

    [TestMethod]
    public void Int32_Unreadable_Throws()
    {
        using var file = new TemporaryFile("1", "abc");
        Assert.ThrowsExactly<FormatException>(() => LoadAs(file, DataKind.Int32).GetColumn<int>("X").ToArray());
    }

    [TestMethod]
    public void Int32_Missing_IsZero()
    {
        using var file = new TemporaryFile("5,", ",", "-7,");
        CollectionAssert.AreEqual(new[] { 5, 0, -7 }, LoadAs(file, DataKind.Int32).GetColumn<int>("X").ToArray());
    }

    [TestMethod]
    public void UInt32_SignedOrTooLarge_Throws()
    {
        foreach (string text in new[] { "-1", "+1", "4294967296" })
        {
            using var file = new TemporaryFile(text);
            Assert.ThrowsExactly<FormatException>(() => LoadAs(file, DataKind.UInt32).GetColumn<uint>("X").ToArray());
        }
    }

    [TestMethod]
    public void Boolean_Words_AreRead()
    {
        using var file = new TemporaryFile("true,", "False,", "1,", "0,", "yes,", "N,", "+1,", ",");
        CollectionAssert.AreEqual(
            new[] { true, false, true, false, true, false, true, false }, LoadAs(file, DataKind.Boolean).GetColumn<bool>("X").ToArray());
    }

    [TestMethod]
    public void Boolean_Unreadable_Throws()
    {
        using var file = new TemporaryFile("maybe");
        Assert.ThrowsExactly<FormatException>(() => LoadAs(file, DataKind.Boolean).GetColumn<bool>("X").ToArray());
    }

    [TestMethod]
    public void Quoting_Allowed_KeepsSeparatorsAndDoubledMarks()
    {
        using var file = new TemporaryFile("\"a,b\"", "\"say \"\"hi\"\"\"", "plain", "  spaced  ", "\" x \"", "mid\"dle");
        CollectionAssert.AreEqual(
            new[] { "a,b", "say \"hi\"", "plain", "spaced  ", " x ", "mid\"dle" }, Load<OneText>(file, allowQuoting: true).Texts("Text"));
    }

    [TestMethod]
    public void Quoting_NotAllowed_SplitsAndKeepsTheMarks()
    {
        using var file = new TemporaryFile("\"a,b\"");
        CollectionAssert.AreEqual(new[] { "\"a" }, Load<OneText>(file).Texts("Text"));
    }

    [TestMethod]
    public void Quoting_Broken_GivesAnEmptyField()
    {
        using var file = new TemporaryFile("\"open,b", "\"a\"b,c");
        CollectionAssert.AreEqual(new[] { "", "" }, Load<OneText>(file, allowQuoting: true).Texts("Text"));
    }

    [TestMethod]
    public void TrimWhitespace_EndOfLine_IsTrimmed()
    {
        using var file = new TemporaryFile("a  ");
        CollectionAssert.AreEqual(new[] { "a" }, Load<OneText>(file, trimWhitespace: true).Texts("Text"));
        CollectionAssert.AreEqual(new[] { "a  " }, Load<OneText>(file).Texts("Text"));
    }

    [TestMethod]
    public void Lines_EmptyOrComment_ArePassedOver()
    {
        using var file = new TemporaryFile("# top", "// comment", "", "a", "", "// comment", "# not a comment here", "b");
        CollectionAssert.AreEqual(new[] { "a", "# not a comment here", "b" }, Load<OneText>(file).Texts("Text"));
    }

    [TestMethod]
    public void Vector_ShortRow_IsFilledWithZeros()
    {
        using var file = new TemporaryFile("1", "1,2,3,4");
        var data = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("X", DataKind.Single, 0, 3)], ',');
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 0 }, data.Vectors("X")[0]);
        CollectionAssert.AreEqual(new[] { false, true }, data.GetColumn<VBuffer<float>>("X").Select(v => v.IsDense).ToArray());
    }

    [TestMethod]
    public void SlotNames_HeaderAndSample_NameTheSlots()
    {
        using var file = new TemporaryFile("id,first, second ,third", "1,2,3,4");
        TextLoader.Column[] columns = [new("Id", DataKind.Single, 0), new("Features", DataKind.Single, 1, 3)];
        var source = new MultiFileSource(file.Path);
        var data = _ml.Data.CreateTextLoader(columns, ',', hasHeader: true, dataSample: source).Load(source);
        CollectionAssert.AreEqual(new[] { "first", "second", "third" }, data.Schema["Features"].SlotNames());
        Assert.IsFalse(data.Schema["Id"].HasSlotNames());
        var options = new TextLoader.Options { Columns = columns, Separators = [','], HasHeader = true };
        Assert.IsTrue(_ml.Data.LoadFromTextFile(file.Path, options).Schema["Features"].HasSlotNames());
        Assert.IsFalse(_ml.Data.LoadFromTextFile(file.Path, columns, ',', hasHeader: true).Schema["Features"].HasSlotNames());
    }

    [TestMethod]
    public void Range_ToTheEnd_TakesItsWidthFromTheSample()
    {
        using var file = new TemporaryFile("1,2,3", "4,5,6");
        var range = new TextLoader.Range(1, null);
        var options = new TextLoader.Options { Columns = [new() { Name = "X", DataKind = DataKind.Single, Source = [range] }],
            Separators = [','] };
        var data = _ml.Data.LoadFromTextFile(file.Path, options);
        Assert.AreEqual("Vector<Single, 2>", data.Schema["X"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 5, 6 }, data.Vectors("X")[1]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateTextLoader(options));
    }

    [TestMethod]
    public void Separators_Several_AllSeparate()
    {
        using var file = new TemporaryFile("1;2,3");
        var options = new TextLoader.Options { Columns = [new("X", DataKind.Single, 0, 2)], Separators = [',', ';'] };
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, _ml.Data.LoadFromTextFile(file.Path, options).Vectors("X")[0]);
    }

    [TestMethod]
    public void Defaults_WithoutColumns_AreLabelAndFeaturesByTab()
    {
        using var file = new TemporaryFile("1\t2\t3");
        var data = _ml.Data.LoadFromTextFile(file.Path);
        CollectionAssert.AreEqual(new[] { "Label: Single",
            "Features: Vector<Single, 2>" }, data.Schema.Select(column => column.ToString()).ToArray());
    }

    [TestMethod]
    public void MaxRows_Given_StopsThere()
    {
        using var file = new TemporaryFile("1", "2", "3");
        var options = new TextLoader.Options { Columns = [new("X", DataKind.Single, 0)], MaxRows = 2 };
        CollectionAssert.AreEqual(new float[] { 1, 2 }, _ml.Data.LoadFromTextFile(file.Path, options).Floats("X"));
    }

    private sealed class WithKey
    {
        [LoadColumn(0), KeyType(3)]
        public uint K { get; set; }
    }

    [TestMethod]
    public void Key_Texts_CountFromZero()
    {
        using var file = new TemporaryFile("0,", "2,", "3,", ",", "x,");
        CollectionAssert.AreEqual(new uint[] { 1, 3, 0, 0, 0 }, Load<WithKey>(file).GetColumn<uint>("K").ToArray());
    }

    [TestMethod]
    public void File_Absent_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromTextFile<OneText>("/no/such/file.csv"));

    [TestMethod]
    public void File_DeletedBeforeReading_Throws()
    {
        var file = new TemporaryFile("1");
        var data = Load<OneText>(file);
        file.Dispose();
        Assert.ThrowsExactly<FormatException>(() => data.Texts("Text"));
    }

    [TestMethod]
    public void File_Empty_HasNoRows()
    {
        using var file = new TemporaryFile();
        Assert.IsEmpty(Load<OneText>(file).Texts("Text"));
        Assert.IsEmpty(Load<OneText>(file, hasHeader: true).Texts("Text"));
    }

    private sealed class NoAttribute
    {
        public float X { get; set; }
    }

    [TestMethod]
    public void RowClass_WithoutLoadColumn_Throws()
    {
        using var file = new TemporaryFile("1");
        Assert.ThrowsExactly<InvalidOperationException>(() => Load<NoAttribute>(file));
    }

    [TestMethod]
    public void Rows_ManyOfThem_KeepTheirOrder()
    {
        using var file = new TemporaryFile([.. Enumerable.Range(0, 5000).Select(i => $"{i}")]);
        CollectionAssert.AreEqual(Enumerable.Range(0, 5000).ToArray(), LoadAs(file, DataKind.Int32).GetColumn<int>("X").ToArray());
    }
}
