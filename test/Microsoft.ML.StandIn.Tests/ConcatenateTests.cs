using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class ConcatenateTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Mixed
    {
        public float A { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        public float[] U { get; set; } = [];

        public double D { get; set; }

        public string T { get; set; } = "";

        [KeyType(3)]
        public uint K { get; set; }
    }

    private IDataView Data => _ml.Data.LoadFromEnumerable([new Mixed { A = 1, V = [2, 3], U = [4, 5, 6] }]);

    private IDataView Joined(params string[] columns) => _ml.Transforms.Concatenate("F", columns).Fit(Data).Transform(Data);

    [TestMethod]
    public void Values_OfScalarsAndVectors_FollowTheInputs()
    {
        var joined = Joined("V", "A");
        Assert.AreEqual("Vector<Single, 3>", joined.Schema["F"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 2, 3, 1 }, joined.Vectors("F")[0]);
    }

    [TestMethod]
    public void Type_WithAnUnknownSize_IsUnknown()
    {
        var joined = Joined("A", "U");
        Assert.AreEqual("Vector<Single>", joined.Schema["F"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 1, 4, 5, 6 }, joined.Vectors("F")[0]);
        Assert.IsFalse(joined.Schema["F"].HasSlotNames());
    }

    [TestMethod]
    public void SlotNames_OfScalars_AreTheColumnNames()
    {
        var joined = Joined("A", "V");
        CollectionAssert.AreEqual(new[] { "A", "", "" }, joined.Schema["F"].SlotNames());
    }

    [TestMethod]
    public void SlotNames_OfNamedVectors_ArePrefixed()
    {
        var twice = _ml.Transforms.Concatenate("F", "A", "V").Append(_ml.Transforms.Concatenate("G", "F", "A")).Fit(Data).Transform(Data);
        CollectionAssert.AreEqual(new[] { "F.A", "", "", "A" }, twice.Schema["G"].SlotNames());
    }

    [TestMethod]
    public void Single_VectorAlone_IsPassedOn()
    {
        var joined = Joined("V");
        Assert.AreEqual("Vector<Single, 2>", joined.Schema["F"].Type.ToString());
        Assert.IsFalse(joined.Schema["F"].HasSlotNames());
        CollectionAssert.AreEqual(new float[] { 2, 3 }, joined.Vectors("F")[0]);
    }

    [TestMethod]
    public void Single_ScalarAlone_BecomesAVector() => Assert.AreEqual("Vector<Single, 1>", Joined("A").Schema["F"].Type.ToString());

    private sealed class Wide
    {
        public VBuffer<float> S { get; set; }

        public float A { get; set; }
    }

    [TestMethod]
    public void Values_MostlyImplicit_StaySparse()
    {
        var data = _ml.Data.LoadFromEnumerable([new Wide { S = new VBuffer<float>(5, 1, [7], [3]), A = 2 }]);
        var value = _ml.Transforms.Concatenate("F", "A", "S").Fit(data).Transform(data).GetColumn<VBuffer<float>>("F").Single();
        Assert.IsFalse(value.IsDense);
        CollectionAssert.AreEqual(new[] { 0, 4 }, value.GetIndices().ToArray());
        CollectionAssert.AreEqual(new float[] { 2, 0, 0, 0, 7, 0 }, value.DenseValues().ToArray());
    }

    [TestMethod]
    public void Values_HalfImplicit_AreDenseAboveHalf()
    {
        var data = _ml.Data.LoadFromEnumerable([new Wide { S = new VBuffer<float>(3, 2, [7, 8], [0, 1]), A = 2 }]);
        var value = _ml.Transforms.Concatenate("F", "A", "S").Fit(data).Transform(data).GetColumn<VBuffer<float>>("F").Single();
        Assert.IsTrue(value.IsDense);
        CollectionAssert.AreEqual(new float[] { 2, 7, 8, 0 }, value.DenseValues().ToArray());
    }

    [TestMethod]
    public void Fit_InAChain_MissingColumnThrows()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.Concatenate("F", "A", "Absent"));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(Data)).Message, "Absent");
    }

    [TestMethod]
    public void Transform_WithoutAChain_MissingColumnThrows()
    {
        var transformer = _ml.Transforms.Concatenate("F", "A", "Absent").Fit(Data);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transformer.Transform(Data));
    }

    [TestMethod]
    public void Inputs_OfTwoTypes_Throw()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.Concatenate("F", "A", "D"));
        Assert.ThrowsExactly<InvalidOperationException>(() => chain.Fit(Data));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Joined("A", "D"));
    }

    [TestMethod]
    public void Inputs_Keys_ThrowInAChain() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => new EstimatorChain<ITransformer>().Append(_ml.Transforms.Concatenate("F",
            "K")).Fit(Data));

    [TestMethod]
    public void Inputs_None_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("F"));

    [TestMethod]
    public void Inputs_Texts_AreJoined() => Assert.AreEqual("Vector<String, 1>", Joined("T").Schema["F"].Type.ToString());
}
