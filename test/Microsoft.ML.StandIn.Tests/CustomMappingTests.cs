using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Sum
    {
        public float Total { get; set; }
    }

    private sealed class Pair
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private static void Add(Pair pair, Sum sum) => sum.Total = pair.A + pair.B;

    [TestMethod]
    public void Transform_OfTwoColumns_AddsTheMappedOne()
    {
        var data = _ml.Points(3);
        var result = _ml.Transforms.CustomMapping<Pair, Sum>(Add, null).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new float[] { 0, 2, 4 }, result.Floats("Total"));
        CollectionAssert.AreEqual(new[] { "A", "B", "L", "Total" }, result.Schema.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void Fit_MissingInput_Throws()
    {
        var data = _ml.Numbers(1);
        var estimator = _ml.Transforms.CustomMapping<Pair, Sum>(Add, null);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message, "A");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EstimatorChain<ITransformer>().Append(estimator).Fit(data));
    }

    private sealed class Whole
    {
        public int X { get; set; }
    }

    [TestMethod]
    public void Fit_WrongInputType_Throws()
    {
        var data = _ml.Numbers(1);
        var estimator = _ml.Transforms.CustomMapping<Whole, Sum>((_, _) => { }, null);
        Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(data));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EstimatorChain<ITransformer>().Append(estimator).Fit(data));
    }

    private sealed class Free
    {
        public VBuffer<float> V { get; set; }
    }

    private sealed class FixedSize
    {
        [VectorType(4)]
        public float[] V { get; set; } = [];
    }

    [TestMethod]
    public void Input_VectorOfAnySize_TakesAKnownSize()
    {
        var data = _ml.Triples([1, 2, 3]);
        var any = _ml.Transforms.CustomMapping<Free, Sum>((x, y) => y.Total = x.V.Length, null);
        CollectionAssert.AreEqual(new float[] { 3 }, new EstimatorChain<ITransformer>().Append(any).Fit(data)
            .Transform(data).Floats("Total"));
        var other = _ml.Transforms.CustomMapping<FixedSize, Sum>((x, y) => y.Total = x.V.Length, null);
        CollectionAssert.AreEqual(new float[] { 3 }, new EstimatorChain<ITransformer>().Append(other).Fit(data)
            .Transform(data).Floats("Total"));
    }

    [TestMethod]
    public void SchemaDefinitions_BothSides_RenameColumns()
    {
        var input = SchemaDefinition.Create(typeof(Number));
        input["X"].ColumnName = "A";
        var output = SchemaDefinition.Create(typeof(Sum));
        output["Total"].ColumnName = "Twice";
        var data = _ml.Points(3);
        var result = _ml.Transforms.CustomMapping<Number, Sum>((x, y) => y.Total = 2 * x.X, null, input, output).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new float[] { 0, 2, 4 }, result.Floats("Twice"));
    }

    [TestMethod]
    public void GetOutputSchema_OverAnEmptyClass_MakesShapeColumns()
    {
        var definition = SchemaDefinition.Create(typeof(Sum));
        definition["Total"].ColumnName = "Score";
        var shape = _ml.Transforms.CustomMapping<NoInput, Sum>((_, _) => { }, null, null, definition).GetOutputSchema(new SchemaShape([]));
        Assert.HasCount(1, shape);
        Assert.AreEqual("Score", shape[0].Name);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Scalar, shape[0].Kind);
        Assert.AreEqual(NumberDataViewType.Single, shape[0].ItemType);
        Assert.IsFalse(shape[0].IsKey);
    }

    [TestMethod]
    public void Save_WithoutAContract_Throws()
    {
        var data = _ml.Points(3);
        var model = _ml.Transforms.CustomMapping<Pair, Sum>(Add, null).Fit(data);
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Save(model, data.Schema, new MemoryStream()));
    }

    [TestMethod]
    public void Save_WithAContract_LoadsWhereNothingIsRegistered()
    {
        var data = _ml.Numbers(1, 2);
        var model = _ml.Transforms.CustomMapping<Number, Squared>(SquareMap.Map, "StandIn.Square").Fit(data);
        CollectionAssert.AreEqual(new float[] { 1, 4 }, _ml.SavedAndLoaded(model, data.Schema).Transform(data).Floats("Square"));
    }

    [TestMethod]
    public void Load_ContractWithoutFactory_Throws()
    {
        var data = _ml.Numbers(1, 2);
        var model = _ml.Transforms.CustomMapping<Number, Squared>(SquareMap.Map, "StandIn.Unknown").Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        Assert.Throws<Exception>(() => new MLContext().Model.Load(stream, out _));
    }

    [TestMethod]
    public void RegisterAssembly_Twice_IsNoError()
    {
        _ml.ComponentCatalog.RegisterAssembly(typeof(SquareMap).Assembly);
        _ml.ComponentCatalog.RegisterAssembly(typeof(SquareMap).Assembly);
    }
}

public sealed class Squared
{
    public float Square { get; set; }
}

[CustomMappingFactoryAttribute("StandIn.Square")]
public sealed class SquareMap : CustomMappingFactory<Number, Squared>
{
    public static void Map(Number x, Squared y) => y.Square = x.X * x.X;

    public override Action<Number, Squared> GetMapping() => Map;
}
