using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

/// <summary>MapValue, ConvertType, MapValueToKey, OneHotEncoding and ReplaceMissingValues.</summary>
[TestClass]
public sealed class ConversionTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Item
    {
        public string Name { get; set; } = "";

        public float Size { get; set; }

        public int Count { get; set; }

        public bool Flag { get; set; }

        [VectorType(2)]
        public string[] Names { get; set; } = ["", ""];

        [VectorType(2)]
        public float[] Sizes { get; set; } = [0, 0];

        [KeyType(3)]
        public uint Key { get; set; }
    }

    private IDataView Items(params Item[] items) => _ml.Data.LoadFromEnumerable(items);

    private IDataView Run(IDataView data, IEstimator<ITransformer> estimator)
    {
        var model = new EstimatorChain<ITransformer>().Append(estimator).Fit(data);
        var result = model.Transform(data);
        var loaded = _ml.SavedAndLoaded(model, data.Schema).Transform(data);
        CollectionAssert.AreEqual(
            result.Schema.Select(column => column.ToString()).ToArray(), loaded.Schema.Select(column => column.ToString()).ToArray());
        return loaded;
    }

    [TestMethod]
    public void MapValue_TextToNumbers_MissingIsZero()
    {
        var map = new Dictionary<string, float> { ["a"] = 1.5f, ["b"] = 2 };
        var data = Items(new Item { Name = "b" }, new Item { Name = "a" }, new Item { Name = "c" }, new Item());
        CollectionAssert.AreEqual(new[] { 2, 1.5f, 0, 0 }, Run(data, _ml.Transforms.Conversion.MapValue("Y", map, "Name")).Floats("Y"));
    }

    [TestMethod]
    public void MapValue_NumberToText_MissingIsEmpty()
    {
        var data = Items(new Item { Count = 1 }, new Item { Count = 2 });
        var mapped = Run(data, _ml.Transforms.Conversion.MapValue("Y", [KeyValuePair.Create(1, "state")], "Count"));
        CollectionAssert.AreEqual(new[] { "state", "" }, mapped.Texts("Y"));
        Assert.AreEqual("Y: String", mapped.Schema["Y"].ToString());
    }

    [TestMethod]
    public void MapValue_FloatToBoolean_IsMapped()
    {
        var data = Items(new Item { Size = 1 }, new Item { Size = 2 });
        var mapped = Run(data, _ml.Transforms.Conversion.MapValue("Y", [KeyValuePair.Create(1f, true)], "Size"));
        CollectionAssert.AreEqual(new[] { true, false }, mapped.GetColumn<bool>("Y").ToArray());
    }

    [TestMethod]
    public void MapValue_VectorInput_MapsEachSlot()
    {
        var data = Items(new Item { Names = ["a", "x"] });
        var mapped = Run(data, _ml.Transforms.Conversion.MapValue("Y", [KeyValuePair.Create("a", 7f)], "Names"));
        Assert.AreEqual("Vector<Single>", mapped.Schema["Y"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 7, 0 }, mapped.Vectors("Y")[0]);
    }

    [TestMethod]
    public void MapValue_LongText_ComesBackWhole()
    {
        string state = new('x', 300_000);
        var mapped = Run(Items(new Item { Count = 1 }), _ml.Transforms.Conversion.MapValue("Y", [KeyValuePair.Create(1, state)], "Count"));
        Assert.AreEqual(state, mapped.Texts("Y")[0]);
    }

    [TestMethod]
    public void MapValue_EveryRow_GetsTheSameString()
    {
        var data = Items(new Item { Count = 1 }, new Item { Count = 1 });
        var mapped = _ml.Transforms.Conversion.MapValue("Y", [KeyValuePair.Create(1, "state")], "Count").Fit(data).Transform(data);
        var texts = mapped.GetColumn<ReadOnlyMemory<char>>("Y").ToArray();
        Assert.IsTrue(System.Runtime.InteropServices.MemoryMarshal.TryGetString(texts[0], out string? first, out _, out _));
        Assert.IsTrue(System.Runtime.InteropServices.MemoryMarshal.TryGetString(texts[1], out string? second, out _, out _));
        Assert.AreSame(first, second);
    }

    [TestMethod]
    public void MapValue_KeyTwice_Throws() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.Conversion.MapValue("Y", [KeyValuePair.Create(1, 2f),
            KeyValuePair.Create(1, 3f)], "Count"));

    [TestMethod]
    public void MapValue_WithoutInputName_ReplacesTheColumn()
    {
        var mapped = Run(Items(new Item { Count = 1 }), _ml.Transforms.Conversion.MapValue("Count", [KeyValuePair.Create(1, 5f)]));
        CollectionAssert.AreEqual(new float[] { 5 }, mapped.Floats("Count"));
    }

    [TestMethod]
    public void ConvertType_ToSingle_FromEachKind()
    {
        var data = Items(new Item { Count = 3, Flag = true, Name = "2.5" }, new Item { Count = -1, Name = "x" }, new Item());
        float[] Of(string column) => Run(data, _ml.Transforms.Conversion.ConvertType("Y", column)).Floats("Y");
        CollectionAssert.AreEqual(new float[] { 3, -1, 0 }, Of("Count"));
        CollectionAssert.AreEqual(new float[] { 1, 0, 0 }, Of("Flag"));
        CollectionAssert.AreEqual(new[] { 2.5f, float.NaN, 0 }, Of("Name"));
    }

    [TestMethod]
    public void ConvertType_ToText_FromEachKind()
    {
        var data = Items(new Item { Count = 3, Flag = true, Size = 0.1f }, new Item { Count = -1, Size = float.NaN });
        string[] Of(string column) => Run(data, _ml.Transforms.Conversion.ConvertType("Y", column, DataKind.String)).Texts("Y");
        CollectionAssert.AreEqual(new[] { "3", "-1" }, Of("Count"));
        CollectionAssert.AreEqual(new[] { "True", "False" }, Of("Flag"));
        CollectionAssert.AreEqual(new[] { "0.1", "NaN" }, Of("Size"));
    }

    [TestMethod]
    public void ConvertType_ToBooleanAndDouble_FromSingle()
    {
        var data = Items(new Item { Size = 2.5f }, new Item());
        CollectionAssert.AreEqual(new[] { true, false }, Run(data, _ml.Transforms.Conversion.ConvertType("Y",
            "Size", DataKind.Boolean)).GetColumn<bool>("Y").ToArray());
        CollectionAssert.AreEqual(new[] { 2.5, 0 }, Run(data, _ml.Transforms.Conversion.ConvertType("Y",
            "Size", DataKind.Double)).GetColumn<double>("Y").ToArray());
    }

    [TestMethod]
    public void ConvertType_Vector_ConvertsEachSlot()
    {
        var data = Items(new Item { Names = ["1", "2"] });
        var converted = Run(data, _ml.Transforms.Conversion.ConvertType("Y", "Names"));
        Assert.AreEqual("Vector<Single, 2>", converted.Schema["Y"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 1, 2 }, converted.Vectors("Y")[0]);
    }

    [TestMethod]
    public void ConvertType_BooleanToNumber_IsMarkedNormalized() =>
        Assert.IsTrue(Run(Items(new Item()), _ml.Transforms.Conversion.ConvertType("Y", "Flag")).Schema["Y"].IsNormalized());

    [TestMethod]
    public void ConvertType_SingleToInteger_Throws()
    {
        var data = Items(new Item());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Run(data, _ml.Transforms.Conversion.ConvertType("Y",
            "Size", DataKind.Int32)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Run(data, _ml.Transforms.Conversion.ConvertType("Y", "Absent")));
    }

    [TestMethod]
    public void MapValueToKey_ByOccurrence_CountsFromOneAndMissingIsZero()
    {
        var data = Items(new Item { Name = "b" }, new Item { Name = "a" }, new Item { Name = "b" }, new Item());
        var keyed = Run(data, _ml.Transforms.Conversion.MapValueToKey("Y", "Name"));
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 0 }, keyed.GetColumn<uint>("Y").ToArray());
        Assert.AreEqual("Key<UInt32, 0-1>", keyed.Schema["Y"].Type.ToString());
        Assert.IsTrue(keyed.Schema["Y"].HasKeyValues());
        CollectionAssert.AreEqual(new[] { "b", "a" }, keyed.Schema["Y"].KeyTexts());
    }

    [TestMethod]
    public void MapValueToKey_ValueNotSeenInTraining_IsMissing()
    {
        var model = _ml.Transforms.Conversion.MapValueToKey("Y", "Name").Fit(Items(new Item { Name = "a" }));
        CollectionAssert.AreEqual(new uint[] { 0 }, model.Transform(Items(new Item { Name = "z" })).GetColumn<uint>("Y").ToArray());
    }

    [TestMethod]
    public void MapValueToKey_ByValue_SortsTheValues()
    {
        var data = Items(new Item { Size = 3 }, new Item { Size = 1 }, new Item { Size = float.NaN });
        var keyed = Run(data, _ml.Transforms.Conversion.MapValueToKey("Y",
            "Size", keyOrdinality: Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue));
        CollectionAssert.AreEqual(new uint[] { 2, 1, 0 }, keyed.GetColumn<uint>("Y").ToArray());
        VBuffer<float> values = default;
        keyed.Schema["Y"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new float[] { 1, 3 }, values.DenseValues().ToArray());
    }

    [TestMethod]
    public void MapValueToKey_MaximumNumberOfKeys_LeavesTheRestMissing()
    {
        var data = Items(new Item { Name = "a" }, new Item { Name = "b" });
        CollectionAssert.AreEqual(
            new uint[] { 1, 0 }, Run(data, _ml.Transforms.Conversion.MapValueToKey("Y",
                "Name", maximumNumberOfKeys: 1)).GetColumn<uint>("Y").ToArray());
    }

    [TestMethod]
    public void OneHotEncoding_Texts_BecomeIndicators()
    {
        var data = Items(new Item { Name = "b" }, new Item { Name = "a" }, new Item { Name = "c" }, new Item());
        var encoded = Run(data, _ml.Transforms.Categorical.OneHotEncoding("Y", "Name"));
        Assert.AreEqual("Vector<Single, 3>", encoded.Schema["Y"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 1, 0, 0 }, encoded.Vectors("Y")[0]);
        CollectionAssert.AreEqual(new float[] { 0, 1, 0 }, encoded.Vectors("Y")[1]);
        CollectionAssert.AreEqual(new float[] { 0, 0, 0 }, encoded.Vectors("Y")[3]);
        CollectionAssert.AreEqual(new[] { "b", "a", "c" }, encoded.Schema["Y"].SlotNames());
        Assert.IsTrue(encoded.Schema["Y"].IsNormalized());
        Assert.IsFalse(encoded.GetColumn<VBuffer<float>>("Y").First().IsDense);
    }

    [TestMethod]
    public void OneHotEncoding_WithinConcatenate_IsPartOfTheFeatures()
    {
        var data = Items(new Item { Name = "b", Size = 2 }, new Item { Name = "a", Size = 3 });
        var features = Run(data, _ml.Transforms.Categorical.OneHotEncoding("Y", "Name").Append(_ml.Transforms.Concatenate("F", "Size",
            "Y")));
        CollectionAssert.AreEqual(new float[] { 3, 0, 1 }, features.Vectors("F")[1]);
        CollectionAssert.AreEqual(new[] { "Size", "Y.b", "Y.a" }, features.Schema["F"].SlotNames());
    }

    [TestMethod]
    public void ReplaceMissingValues_NaN_BecomesZero()
    {
        var data = Items(new Item { Size = float.NaN, Sizes = [float.NaN, 2] }, new Item { Size = 1 });
        CollectionAssert.AreEqual(new float[] { 0, 1 }, Run(data, _ml.Transforms.ReplaceMissingValues("Y", "Size")).Floats("Y"));
        CollectionAssert.AreEqual(new float[] { 0, 2 }, Run(data, _ml.Transforms.ReplaceMissingValues("Sizes")).Vectors("Sizes")[0]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Run(data, _ml.Transforms.ReplaceMissingValues("Y", "Absent")));
    }

    [TestMethod]
    public void ReplaceMissingValues_SparseVector_LosesTheEntry()
    {
        var data = _ml.Data.LoadFromEnumerable([new Sparse { V = new VBuffer<float>(5, 2, [float.NaN, 3], [1, 4]) }]);
        var value = Run(data, _ml.Transforms.ReplaceMissingValues("V")).GetColumn<VBuffer<float>>("V").Single();
        CollectionAssert.AreEqual(new[] { 4 }, value.GetIndices().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 0, 3 }, value.DenseValues().ToArray());
    }

    private sealed class Sparse
    {
        [VectorType(5)]
        public VBuffer<float> V { get; set; }
    }

    [TestMethod]
    public void ConvertType_UnreadableText_ThrowsForSignedIntegersOnly()
    {
        var data = Items(new Item { Name = "1.5" });
        Assert.ThrowsExactly<InvalidOperationException>(
            () => Run(data, _ml.Transforms.Conversion.ConvertType("Y", "Name", DataKind.Int32)).GetColumn<int>("Y").ToArray());
        CollectionAssert.AreEqual(new uint[] { 0 }, Run(data, _ml.Transforms.Conversion.ConvertType("Y",
            "Name", DataKind.UInt32)).GetColumn<uint>("Y").ToArray());
        CollectionAssert.AreEqual(new[] { false }, Run(data, _ml.Transforms.Conversion.ConvertType("Y",
            "Name", DataKind.Boolean)).GetColumn<bool>("Y").ToArray());
    }

    [TestMethod]
    public void OneHotEncoding_Booleans_AreNamedByDigits()
    {
        var data = Items(new Item { Flag = true }, new Item());
        CollectionAssert.AreEqual(new[] { "1", "0" }, Run(data, _ml.Transforms.Categorical.OneHotEncoding("Y",
            "Flag")).Schema["Y"].SlotNames());
    }
}
