using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

/// <summary>CopyColumns, DropColumns and SelectColumns.</summary>
[TestClass]
public sealed class ColumnTests
{
    private readonly MLContext _ml = new(1);

    private string[] Names(IEstimator<ITransformer> estimator)
    {
        var data = _ml.Points(3);
        return [.. new EstimatorChain<ITransformer>().Append(estimator).Fit(data).Transform(data).Schema.Select(column => column.Name)];
    }

    [TestMethod]
    public void CopyColumns_Values_AreThoseOfTheInput()
    {
        var data = _ml.Points(3);
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, _ml.Transforms.CopyColumns("C", "A").Fit(data).Transform(data).Floats("C"));
    }

    [TestMethod]
    public void CopyColumns_Annotations_AreCopied()
    {
        var data = _ml.Points(3);
        var copy = _ml.Transforms.Concatenate("F", "A", "B").Append(_ml.Transforms.CopyColumns("G", "F")).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "A", "B" }, copy.Schema["G"].SlotNames());
    }

    [TestMethod]
    public void DropColumns_Named_AreGone() => CollectionAssert.AreEqual(new[] { "B" }, Names(_ml.Transforms.DropColumns("A", "L")));

    [TestMethod]
    public void DropColumns_OfAHidingColumn_DropsTheHiddenToo() =>
        CollectionAssert.AreEqual(new[] { "B", "L" }, Names(_ml.Transforms.CopyColumns("A", "B").Append(_ml.Transforms.DropColumns("A"))));

    [TestMethod]
    public void SelectColumns_Named_StandInTheirOrder() =>
        CollectionAssert.AreEqual(new[] { "L", "A" }, Names(_ml.Transforms.SelectColumns("L", "A")));

    [TestMethod]
    public void Columns_Missing_Throw()
    {
        foreach (var estimator in new IEstimator<ITransformer>[]
                 {
                     _ml.Transforms.CopyColumns("C",
                         "Absent"), _ml.Transforms.DropColumns("Absent"), _ml.Transforms.SelectColumns("Absent"),
                 })
        {
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Names(estimator)).Message, "Absent");
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(_ml.Points(1)));
        }
    }

    [TestMethod]
    public void Columns_NoneNamed_Throws()
    {
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.DropColumns());
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.SelectColumns());
    }

    [TestMethod]
    public void Columns_Saved_AreLoaded()
    {
        var data = _ml.Points(3);
        var model = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.DropColumns("A")).Append(_ml.Transforms.SelectColumns("C",
            "B")).Fit(data);
        var loaded = _ml.SavedAndLoaded(model, data.Schema).Transform(data);
        CollectionAssert.AreEqual(new[] { "C", "B" }, loaded.Schema.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, loaded.Floats("C"));
    }
}
