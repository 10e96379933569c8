using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class ChainTests
{
    private readonly MLContext _ml = new(1);

    /// <summary>An estimator outside ML.NET's assemblies that remembers whether it was asked to fit.</summary>
    private sealed class Spy(IEstimator<ITransformer> inner) : IEstimator<ITransformer>
    {
        public bool WasFitted { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            WasFitted = true;
            return inner.Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
    }

    [TestMethod]
    public void Fit_LaterEstimatorLacksItsInput_ThrowsBeforeAnythingIsFitted()
    {
        var spy = new Spy(_ml.Transforms.CopyColumns("C", "A"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => spy.Append(_ml.Transforms.CopyColumns("D", "Absent")).Fit(_ml.Points(3)));
        Assert.IsFalse(spy.WasFitted);
    }

    [TestMethod]
    public void Append_Estimators_KeepsThemFlatFromTheLeft()
    {
        var chain = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "C")).Append(_ml.Transforms.CopyColumns("E",
            "D"));
        TransformerChain<Transforms.ColumnCopyingTransformer> model = chain.Fit(_ml.Points(3));
        Assert.AreEqual(3, model.Count());
        Assert.AreSame(model.Last(), model.LastTransformer);
        Assert.IsNotNull(chain.LastEstimator);
    }

    [TestMethod]
    public void Append_ToAnEstimatorOfAnInterface_WrapsIt()
    {
        IEstimator<ITransformer> chain = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "C"));
        var model = chain.Append(_ml.Transforms.CopyColumns("E", "D")).Fit(_ml.Points(3));
        Assert.AreEqual(2, model.Count());
    }

    [TestMethod]
    public void Append_Transformers_MakesAChain()
    {
        var data = _ml.Points(3);
        var first = _ml.Transforms.CopyColumns("C", "A").Fit(data);
        var second = _ml.Transforms.CopyColumns("D", "C").Fit(first.Transform(data));
        var chain = first.Append(second);
        Assert.AreSame(second, chain.LastTransformer);
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, chain.Transform(data).Floats("D"));
        Assert.AreEqual(3, chain.Append(second).Count());
        Assert.AreEqual("D", chain.GetOutputSchema(data.Schema)["D"].Name);
    }

    [TestMethod]
    public void Scope_TrainTestOnly_IsLeftOutOfScoring()
    {
        var data = _ml.Points(3);
        var model = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "A"), TransformerScope.TrainTest).Fit(data);
        Assert.IsNull(model.Transform(data).Schema.GetColumnOrNull("D"));
        Assert.IsNotNull(model.Transform(data, TransformerScope.Testing).Schema.GetColumnOrNull("D"));
        Assert.AreEqual(1, model.GetModelFor(TransformerScope.Scoring).Count());
    }

    [TestMethod]
    public void AppendCacheCheckpoint_BetweenEstimators_ReadsTheSourceOnce()
    {
        int reads = 0;
        var rows = Enumerable.Range(0, 3).Select(i =>
        {
            reads++;
            return new Number { X = i };
        });
        var chain = _ml.Transforms.Concatenate("V", "X").AppendCacheCheckpoint(_ml)
            .Append(_ml.Transforms.NormalizeMinMax("V")).Append(_ml.Transforms.NormalizeMeanVariance("W", "V"));
        chain.Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(3, reads);
    }

    [TestMethod]
    public void GetOutputSchema_OfAChain_NamesAllColumns()
    {
        var shape = _ml.Transforms.CustomMapping<NoInput, Point>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));
        var output = _ml.Transforms.Concatenate("F", "A", "B").Append(_ml.Transforms.NormalizeMinMax("F")).GetOutputSchema(shape);
        var features = output.Single(column => column.Name == "F");
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, features.Kind);
        Assert.AreEqual(NumberDataViewType.Single, features.ItemType);
        CollectionAssert.AreEquivalent(new[] { "IsNormalized",
            "SlotNames" }, features.Annotations.Select(annotation => annotation.Name).ToArray());
    }

    [TestMethod]
    public void EmptyChain_Fit_ChangesNothing()
    {
        var data = _ml.Points(3);
        var model = new EstimatorChain<ITransformer>().Fit(data);
        Assert.AreEqual(0, model.Count());
        Assert.HasCount(3, model.Transform(data).Schema);
    }

    [TestMethod]
    public void WithOnFitDelegate_OfAStep_GetsItsTransformer()
    {
        ITransformer? seen = null;
        var model = _ml.Transforms.CopyColumns("C", "A").WithOnFitDelegate(transformer => seen = transformer)
            .Append(_ml.Transforms.CopyColumns("D", "C")).Fit(_ml.Points(3));
        Assert.AreSame(model.First(), seen);
    }

    [TestMethod]
    public void GetRowToRowMapper_OfAChain_MapsARow()
    {
        var data = _ml.Points(3);
        ITransformer model = _ml.Transforms.Concatenate("F", "A", "B").Append(_ml.Transforms.CopyColumns("G", "F")).Fit(data);
        Assert.IsTrue(model.IsRowToRowMapper);
        var mapper = model.GetRowToRowMapper(data.Schema);
        var output = mapper.OutputSchema["G"];
        CollectionAssert.AreEqual(new[] { "A", "B" }, mapper.GetDependencies([output]).Select(column => column.Name).ToArray());
        using var cursor = data.GetRowCursor(mapper.GetDependencies([output]));
        using var row = mapper.GetRow(cursor, [output]);
        var getter = row.GetGetter<VBuffer<float>>(output);
        VBuffer<float> value = default;
        cursor.MoveNext();
        cursor.MoveNext();
        getter(ref value);
        CollectionAssert.AreEqual(new float[] { 1, 1 }, value.DenseValues().ToArray());
        Assert.AreEqual(1, row.Position);
    }
}
