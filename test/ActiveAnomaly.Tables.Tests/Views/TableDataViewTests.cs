using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables.Views;

/// <summary>A table as ML.NET reads it.</summary>
[TestClass]
public sealed class TableDataViewTests
{
    private const string Text = "n,c,b,label\n0.1,x,true,0\n2,y,false,1\n3,x,true,\n";

    [TestMethod]
    public void ToDataView_EveryKindOfColumn_HasTypesAndValues()
    {
        var view = Given.Table(Text).ToDataView();

        Assert.AreEqual("n:Single c:String b:Single Label:Single", string.Join(' ', view.Schema.Select(column =>
            $"{column.Name}:{column.Type}")));
        Assert.AreEqual(3, view.GetRowCount());
        CollectionAssert.AreEqual(new[] { 0.1f, 2, 3 }, view.GetColumn<float>("n").ToArray());
        CollectionAssert.AreEqual(new[] { "x", "y", "x" }, view.GetColumn<string>("c").ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 0, 1 }, view.GetColumn<float>("b").ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, float.NaN }, view.GetColumn<float>("Label").ToArray());
    }

    [TestMethod]
    public void ToDataView_NoLabelColumn_HasNone() => Assert.AreEqual(
        "a b",
        string.Join(' ', Given.Table("a,b\n1,2\n5,4\n", new TableOptions { HasLabel = false }).ToDataView().Schema.Select(c => c.Name)));

    [TestMethod]
    public void ToDataView_UnknownCategory_IsAnEmptyText() => Assert.AreEqual(
        string.Empty, Given.Scored("c,n,b\nz,1,true\n", Given.Table(Text).Schema).ToDataView().GetColumn<string>("c").Single());

    [TestMethod]
    public void ToDataView_LabelColumnName_IsTheOneSaid()
    {
        var table = Given.Table("Label,y\n0.5,0\n0.7,1\n", new TableOptions { LabelColumn = "y" });

        Assert.AreEqual("Label y", string.Join(' ', table.ToDataView("y").Schema.Select(column => column.Name)));
        Assert.ThrowsExactly<ArgumentException>(() => table.ToDataView());
        Assert.ThrowsExactly<ArgumentException>(() => table.ToDataView(" "));
    }

    [TestMethod]
    public void GetRowCursor_SeveralAtOnce_AreIndependent()
    {
        var view = Given.Table(Text).ToDataView();
        using var first = view.GetRowCursor([view.Schema["n"]]);
        using var second = view.GetRowCursor([view.Schema["n"], view.Schema["c"]]);
        var (getFirst, getSecond) = (first.GetGetter<float>(view.Schema["n"]), second.GetGetter<float>(view.Schema["n"]));
        var (x, y) = (0f, 0f);

        Assert.IsTrue(first.MoveNext());
        Assert.IsTrue(first.MoveNext());
        Assert.IsTrue(second.MoveNext());
        getFirst(ref x);
        getSecond(ref y);

        Assert.AreEqual((2f, 0.1f), (x, y));
        Assert.AreEqual((1L, 0L), (first.Position, second.Position));
    }

    [TestMethod]
    public void GetRowCursor_WithoutActiveColumns_StillCounts()
    {
        var view = Given.Table(Text).ToDataView();
        using var cursor = view.GetRowCursor([]);
        var getId = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();

        Assert.AreEqual(-1, cursor.Position);
        for (var row = 0; cursor.MoveNext(); row++)
        {
            Assert.AreEqual(row, cursor.Position);
            DataViewRowId id = default;
            getId(ref id);
            ids.Add(id);
        }

        Assert.HasCount(3, ids.Distinct());
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["n"]));
    }

    [TestMethod]
    public void GetGetter_ColumnNotAskedForOrOfAnotherType_Throws()
    {
        var view = Given.Table(Text).ToDataView();
        using var cursor = view.GetRowCursor([view.Schema["n"]]);

        Assert.IsTrue(cursor.IsColumnActive(view.Schema["n"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["c"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["n"]));
    }

    [TestMethod]
    public void GetRowCursorSet_Any_CoversEveryRowOnce()
    {
        var view = Given.Table(Text).ToDataView();
        var values = new List<float>();
        foreach (var cursor in view.GetRowCursorSet([view.Schema["n"]], 4))
        {
            using (cursor)
            {
                var get = cursor.GetGetter<float>(view.Schema["n"]);
                while (cursor.MoveNext())
                {
                    var value = 0f;
                    get(ref value);
                    values.Add(value);
                }
            }
        }

        CollectionAssert.AreEqual(new[] { 0.1f, 2, 3 }, values);
    }
}
