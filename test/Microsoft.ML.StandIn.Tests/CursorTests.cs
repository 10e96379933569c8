using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class CursorTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Output
    {
        public float Doubled { get; set; }
    }

    private IDataView Mapped(IDataView data, Action<float>? seen = null) => _ml.Transforms.CustomMapping<Number, Output>(
        (x, y) =>
        {
            seen?.Invoke(x.X);
            y.Doubled = 2 * x.X;
        }, null).Fit(data).Transform(data);

    [TestMethod]
    public void Position_BeforeAndAfterTheRows_IsMinusOne()
    {
        foreach (var data in new[] { _ml.Numbers(1, 2), Mapped(_ml.Numbers(1, 2)), _ml.Data.TakeRows(_ml.Numbers(1, 2, 3), 2) })
        {
            using var cursor = data.GetRowCursor(data.Schema);
            Assert.AreEqual(-1, cursor.Position);
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(0, cursor.Position);
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(1, cursor.Position);
            Assert.IsFalse(cursor.MoveNext());
            Assert.AreEqual(-1, cursor.Position);
            Assert.IsFalse(cursor.MoveNext());
        }
    }

    [TestMethod]
    public void GetGetter_WrongType_Throws()
    {
        foreach (var (data, column) in new[] { (_ml.Numbers(1), "X"), (Mapped(_ml.Numbers(1)), "Doubled"), (Mapped(_ml.Numbers(1)), "X") })
        {
            using var cursor = data.GetRowCursor(data.Schema);
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(data.Schema[column]));
        }
    }

    [TestMethod]
    public void GetGetter_InactiveColumnOfASource_Throws()
    {
        var data = _ml.Points(3);
        using var cursor = data.GetRowCursor([data.Schema["A"]]);
        Assert.IsTrue(cursor.IsColumnActive(data.Schema["A"]));
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["B"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(data.Schema["B"]));
    }

    [TestMethod]
    public void GetGetter_InactiveColumnOfATransformer_Throws()
    {
        var data = Mapped(_ml.Numbers(1));
        using var cursor = data.GetRowCursor([]);
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Doubled"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["X"]));
    }

    [TestMethod]
    public void GetIdGetter_OfASource_NumbersTheRows()
    {
        var data = Mapped(_ml.Numbers(1, 2));
        using var cursor = data.GetRowCursor([]);
        var getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        cursor.MoveNext();
        cursor.MoveNext();
        getter(ref id);
        Assert.AreEqual(new DataViewRowId(1, 0), id);
    }

    [TestMethod]
    public void Mapping_ColumnNotRead_IsNotComputed()
    {
        int calls = 0;
        var data = Mapped(_ml.Numbers(1, 2, 3), _ => calls++);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, data.Floats("X"));
        Assert.AreEqual(0, calls);
        CollectionAssert.AreEqual(new float[] { 2, 4, 6 }, data.Floats("Doubled"));
        Assert.AreEqual(3, calls);
    }

    [TestMethod]
    public void Mapping_ValueReadTwice_IsComputedOnce()
    {
        int calls = 0;
        var data = Mapped(_ml.Numbers(1), _ => calls++);
        using var cursor = data.GetRowCursor(data.Schema);
        var getter = cursor.GetGetter<float>(data.Schema["Doubled"]);
        cursor.MoveNext();
        float value = 0;
        getter(ref value);
        getter(ref value);
        Assert.AreEqual(1, calls);
    }

    [TestMethod]
    public void GetRowCursorSet_TogetherTheRows_AreAllRowsOnce()
    {
        var data = Mapped(_ml.Numbers([.. Enumerable.Range(0, 1000).Select(i => (float)i)]));
        var values = new List<float>();
        foreach (var cursor in data.GetRowCursorSet(data.Schema, 4))
        {
            using (cursor)
            {
                var getter = cursor.GetGetter<float>(data.Schema["Doubled"]);
                float value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    values.Add(value);
                }
            }
        }
        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).Select(i => 2f * i).ToArray(), values.Order().ToArray());
    }

    [TestMethod]
    public void Cursors_OnSeveralThreads_ReadTheSame()
    {
        var data = _ml.Points(500);
        var view = _ml.Transforms.Concatenate("Features", "A",
            "B").Append(_ml.Transforms.NormalizeMinMax("Features")).Fit(data).Transform(data);
        string Read() => string.Join(' ', view.GetColumn<float[]>("Features").Select(v => $"{v[0]},{v[1]}"));
        string expected = Read();
        var results = new string[4];
        Parallel.For(0, 4, i => results[i] = Read());
        foreach (string result in results) Assert.AreEqual(expected, result);
    }

    [TestMethod]
    public void AddedColumn_OfAnExistingName_StandsBehindTheHiddenOne()
    {
        var data = _ml.Points(2);
        var schema = _ml.Transforms.CopyColumns("A", "B").Fit(data).Transform(data).Schema;
        CollectionAssert.AreEqual(new[] { "A", "A", "B", "L" }, schema.Select(column => column.Name).ToArray());
        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsFalse(schema[1].IsHidden);
    }
}
