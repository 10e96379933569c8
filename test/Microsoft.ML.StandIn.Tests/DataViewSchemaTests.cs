using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class DataViewSchemaTests
{
    [TestMethod]
    public void Builder_TwoColumnsOfAName_HidesTheFirst()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("A", NumberDataViewType.Double);
        var schema = builder.ToSchema();
        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsFalse(schema[1].IsHidden);
        Assert.AreEqual(1, schema["A"].Index);
        Assert.AreEqual("A: Double", schema["A"].ToString());
    }

    [TestMethod]
    public void Indexer_OfAnAbsentName_Throws()
    {
        var schema = new DataViewSchema.Builder().ToSchema();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema["A"]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[0]);
        Assert.ThrowsExactly<ArgumentNullException>(() => schema[""]);
        Assert.IsNull(schema.GetColumnOrNull("A"));
    }

    [TestMethod]
    public void Annotations_AddedValue_IsRead()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Kind", NumberDataViewType.Int32, 7);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());
        var column = builder.ToSchema()["A"];
        int value = 0;
        column.Annotations.GetValue("Kind", ref value);
        Assert.AreEqual(7, value);
        Assert.AreEqual("A: Single {Kind}", column.ToString());
    }

    [TestMethod]
    public void Annotations_WrongTypeOrKind_Throws()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Kind", NumberDataViewType.Int32, 7);
        var annotations = builder.ToAnnotations();
        float number = 0;
        int whole = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Kind", ref number));
        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Other", ref whole));
        Assert.ThrowsExactly<ArgumentException>(() => builder.Add("X", NumberDataViewType.Single,
            (ValueGetter<int>)((ref int x) => x = 1)));
    }

    [TestMethod]
    public void AddColumns_OfDetachedColumns_KeepsThem()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns([new DataViewSchema.DetachedColumn("A", NumberDataViewType.Single), new("B", TextDataViewType.Instance)]);
        var schema = builder.ToSchema();
        Assert.HasCount(2, schema);
        Assert.AreEqual(TextDataViewType.Instance, schema["B"].Type);
        Assert.AreEqual("B", new DataViewSchema.DetachedColumn(schema["B"]).Name);
        Assert.IsEmpty(schema["A"].Annotations.Schema);
    }
}
