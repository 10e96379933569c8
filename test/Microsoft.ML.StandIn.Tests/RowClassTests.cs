using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

/// <summary>Row objects as data, and data as row objects.</summary>
[TestClass]
public sealed class RowClassTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Everything
    {
        public bool Flag { get; set; }

        public int Whole { get; set; }

        public long Long;

        public uint Unsigned { get; set; }

        public double Precise { get; set; }

        public string? Text { get; set; }

        public ReadOnlyMemory<char> Characters { get; set; }

        [ColumnName("Renamed")]
        public float Number { get; set; }

        [VectorType(2)]
        public float[]? Fixed { get; set; }

        public float[]? Variable { get; set; }

        public VBuffer<float> Buffer { get; set; }

        public string[]? Texts { get; set; }

        [KeyType(3)]
        public uint Key { get; set; }

        [NoColumn]
        public object? Ignored { get; set; }
    }

    private static Everything Example => new()
    {
        Flag = true, Whole = -3, Long = 1L << 40, Unsigned = 5, Precise = 0.1, Text = "text", Characters = "chars".AsMemory(),
            Number = 2.5f,
        Fixed = [1, 2], Variable = [1, 2, 3], Buffer = new VBuffer<float>(4, 1, [9], [2]), Texts = ["a", "b"], Key = 1,
    };

    [TestMethod]
    public void Schema_OfARowClass_HasFieldsThenProperties()
    {
        var schema = _ml.Data.LoadFromEnumerable(new[] { Example }).Schema;
        CollectionAssert.AreEqual(
            new[]
            {
                "Long: Int64", "Flag: Boolean", "Whole: Int32", "Unsigned: UInt32", "Precise: Double", "Text: String", "Characters: String",
                "Renamed: Single", "Fixed: Vector<Single, 2>", "Variable: Vector<Single>", "Buffer: Vector<Single>",
                    "Texts: Vector<String>",
                "Key: Key<UInt32, 0-2>",
            },
            schema.Select(column => column.ToString()).ToArray());
    }

    [TestMethod]
    public void CreateEnumerable_OfLoadedRows_GivesEqualRows()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { Example });
        var row = _ml.Data.CreateEnumerable<Everything>(data, reuseRowObject: false).Single();
        var expected = Example;
        Assert.AreEqual(expected.Flag, row.Flag);
        Assert.AreEqual(expected.Whole, row.Whole);
        Assert.AreEqual(expected.Long, row.Long);
        Assert.AreEqual(expected.Unsigned, row.Unsigned);
        Assert.AreEqual(expected.Precise, row.Precise);
        Assert.AreEqual(expected.Text, row.Text);
        Assert.AreEqual(expected.Characters.ToString(), row.Characters.ToString());
        Assert.AreEqual(expected.Number, row.Number);
        CollectionAssert.AreEqual(expected.Fixed, row.Fixed);
        CollectionAssert.AreEqual(expected.Variable, row.Variable);
        CollectionAssert.AreEqual(new float[] { 0, 0, 9, 0 }, row.Buffer.DenseValues().ToArray());
        CollectionAssert.AreEqual(expected.Texts, row.Texts);
    }

    [TestMethod]
    public void Key_MemberValue_CountsFromZeroAndRawValueFromOne()
    {
        var rows = new uint[] { 0, 1, 2, 3 }.Select(key => new Everything { Key = key });
        var data = _ml.Data.LoadFromEnumerable(rows);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 3, 0 }, data.GetColumn<uint>("Key").ToArray());
        CollectionAssert.AreEqual(new uint[] { 1, 2, 3, 0 }, _ml.Data.CreateEnumerable<Everything>(data, false).Select(row => row.Key)
            .ToArray());
    }

    [TestMethod]
    public void Null_TextOrArray_IsEmpty()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Everything() });
        Assert.AreEqual("", data.GetColumn<string>("Text").Single());
        Assert.IsEmpty(data.GetColumn<float[]>("Variable").Single());
    }

    [TestMethod]
    public void NullRow_Read_Throws()
    {
        var data = _ml.Data.LoadFromEnumerable(new Number[] { null! });
        Assert.ThrowsExactly<InvalidOperationException>(() => data.GetColumn<float>("X").ToArray());
    }

    [TestMethod]
    public void GetRowCount_OfACollection_IsKnown()
    {
        Assert.AreEqual(3, _ml.Numbers(1, 2, 3).GetRowCount());
        Assert.IsNull(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(_ => new Number())).GetRowCount());
    }

    [TestMethod]
    public void LoadFromEnumerable_ChangedSchemaDefinition_RenamesAndRetypes()
    {
        var definition = SchemaDefinition.Create(typeof(Triple));
        definition["V"].ColumnName = "Features";
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single);
        var data = _ml.Data.LoadFromEnumerable([new Triple { V = [1, 2] }], definition);
        Assert.AreEqual("Features: Vector<Single>", data.Schema.Single().ToString());
        CollectionAssert.AreEqual(new float[] { 1, 2 }, data.GetColumn<float[]>("Features").Single());
    }

    [TestMethod]
    public void SchemaDefinition_OfAClass_NamesMembersAndColumns()
    {
        var definition = SchemaDefinition.Create(typeof(Everything));
        Assert.AreEqual("Number", definition["Renamed"].MemberName);
        Assert.AreEqual(NumberDataViewType.Single, definition["Renamed"].ColumnType);
        Assert.IsNull(definition["Number"]);
        Assert.IsNull(definition["Ignored"]);
    }

    [TestMethod]
    public void SchemaDefinition_Annotation_IsInTheSchema()
    {
        var definition = SchemaDefinition.Create(typeof(Number));
        definition["X"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        Assert.IsTrue(_ml.Data.LoadFromEnumerable([new Number()], definition).Schema["X"].IsNormalized());
    }

    [TestMethod]
    public void LoadFromEnumerable_TypeThatDoesNotFit_Throws()
    {
        var definition = SchemaDefinition.Create(typeof(Number));
        definition["X"].ColumnType = NumberDataViewType.Double;
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Number()], definition));
    }

    private sealed class Unsupported
    {
        public Uri? Link { get; set; }
    }

    [TestMethod]
    public void LoadFromEnumerable_MemberNoColumnCanHold_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Unsupported()]));

    [TestMethod]
    public void CreateEnumerable_ReuseRowObject_GivesOneObject()
    {
        var data = _ml.Numbers(1, 2);
        Assert.HasCount(1, _ml.Data.CreateEnumerable<Number>(data, reuseRowObject: true).ToHashSet());
        Assert.HasCount(2, _ml.Data.CreateEnumerable<Number>(data, reuseRowObject: false).ToHashSet());
    }

    [TestMethod]
    public void CreateEnumerable_MissingColumn_ThrowsUnlessIgnored()
    {
        var data = _ml.Numbers(1);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<Point>(data, false).ToArray());
        Assert.AreEqual(0f, _ml.Data.CreateEnumerable<Point>(data, false, ignoreMissingColumns: true).Single().A);
    }

    private sealed class WrongType
    {
        public double X { get; set; }
    }

    [TestMethod]
    public void CreateEnumerable_WrongMemberType_Throws() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<WrongType>(_ml.Numbers(1), false).ToArray());

    [TestMethod]
    public void GetColumn_EveryForm_IsRead()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { Example });
        CollectionAssert.AreEqual(new float[] { 1, 2 }, data.GetColumn<VBuffer<float>>("Fixed").Single().DenseValues().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 9, 0 }, data.GetColumn<float[]>(data.Schema["Buffer"]).Single());
        CollectionAssert.AreEqual(new[] { "a", "b" }, data.GetColumn<string[]>("Texts").Single());
        Assert.AreEqual("text", data.GetColumn<ReadOnlyMemory<char>>("Text").Single().ToString());
    }

    [TestMethod]
    public void GetColumn_WrongTypeOrName_Throws()
    {
        var data = _ml.Numbers(1);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.GetColumn<double>("X"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.GetColumn<float[]>("X"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.GetColumn<float>("Y"));
    }

    [TestMethod]
    public void LoadFromEnumerable_ASchema_TakesItsTypes()
    {
        var schema = _ml.Triples([1, 2, 3]).Schema;
        var data = _ml.Data.LoadFromEnumerable([new Free { V = [1, 2, 3] }], schema);
        Assert.AreEqual("Vector<Single, 3>", data.Schema["V"].Type.ToString());
    }

    private sealed class Free
    {
        public float[] V { get; set; } = [];
    }
}
