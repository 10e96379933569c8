using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class ModelTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Save_ToAFile_IsLoadedWithTheSchema()
    {
        var data = _ml.Points();
        var featurised = _ml.Transforms.Concatenate("F", "A", "B").Fit(data).Transform(data);
        using var file = new TemporaryFile();
        _ml.Model.Save(_ml.Transforms.CopyColumns("G", "F").Fit(featurised), featurised.Schema, file.Path);
        var loaded = new MLContext().Model.Load(file.Path, out var schema);
        CollectionAssert.AreEqual(
            featurised.Schema.Select(column => column.ToString()).ToArray(), schema.Select(column => column.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "A", "B" }, schema["F"].SlotNames());
        CollectionAssert.AreEqual(new float[] { 1, 1 }, loaded.Transform(featurised).Vectors("G")[1]);
    }

    [TestMethod]
    public void Save_WithoutASchema_LoadsNull()
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CopyColumns("C", "A").Fit(_ml.Points()), null, stream);
        stream.Position = 0;
        Assert.IsNotNull(_ml.Model.Load(stream, out var schema));
        Assert.IsNull(schema);
    }

    [TestMethod]
    public void Load_AbsentFile_Throws() => Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.Load("no-such-model.zip", out _));

    private static TransformerChain<MeanDistanceTransformer> Fitted(MLContext ml, IDataView data) =>
        ml.Transforms.Concatenate("Features", "A",
            "B").Append(ml.Transforms.NormalizeMeanVariance("Features")).Append(new MeanDistanceEstimator(ml)).Fit(data);

    [TestMethod]
    public void ThirdParty_SavedInAChain_ScoresTheSame()
    {
        var data = _ml.Points();
        var model = Fitted(_ml, data);
        var loaded = _ml.SavedAndLoaded(model, data.Schema);
        CollectionAssert.AreEqual(model.Transform(data).Floats("Score"), loaded.Transform(data).Floats("Score"));
        Assert.IsGreaterThan(0.9, _ml.AnomalyDetection.Evaluate(loaded.Transform(data), "L").AreaUnderRocCurve);
    }

    [TestMethod]
    public void ThirdParty_Saved_ComesBackAsWhatItDelegatedTo()
    {
        var data = _ml.Points();
        var loaded = _ml.SavedAndLoaded(Fitted(_ml, data), data.Schema);
        var chain = Assert.IsInstanceOfType<TransformerChain<ITransformer>>(loaded);
        Assert.IsInstanceOfType<TransformerChain<ITransformer>>(chain.LastTransformer);
    }

    [TestMethod]
    public void ThirdParty_SavedBareAndAgain_ScoresTheSame()
    {
        var data = _ml.Points();
        var chain = Fitted(_ml, data);
        var featurised = new TransformerChain<ITransformer>([.. chain.Take(2)]).Transform(data);
        var once = _ml.SavedAndLoaded(chain.LastTransformer, featurised.Schema);
        var twice = _ml.SavedAndLoaded(once, featurised.Schema);
        CollectionAssert.AreEqual(chain.Transform(data).Floats("Score"), twice.Transform(featurised).Floats("Score"));
    }

    [TestMethod]
    public void ThirdParty_PredictionEngine_EqualsTheBatch()
    {
        var data = _ml.Points();
        var loaded = _ml.SavedAndLoaded(Fitted(_ml, data), data.Schema);
        var engine = new MLContext().Model.CreatePredictionEngine<Point, MeanDistance>(loaded);
        var rows = _ml.Data.CreateEnumerable<Point>(data, reuseRowObject: false);
        CollectionAssert.AreEqual(loaded.Transform(data).Floats("Score"), rows.Select(row => engine.Predict(row).Score).ToArray());
    }

    [TestMethod]
    public void ThirdParty_LoadedInAFreshProcess_ScoresTheSame()
    {
        var data = _ml.Points();
        var model = Fitted(_ml, data);
        using var file = new TemporaryFile();
        _ml.Model.Save(model, data.Schema, file.Path);
        Assert.AreEqual(FreshProcess.Describe(model.Transform(data)), FreshProcess.Score(file.Path));
    }

    private sealed class Mute(ITransformer inner) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => inner.Transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        void ICanSaveModel.Save(ModelSaveContext ctx) { }
    }

    [TestMethod]
    public void ThirdParty_ThatSavesNothing_Throws()
    {
        var data = _ml.Points();
        var model = new Mute(_ml.Transforms.CopyColumns("C", "A").Fit(data));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Save(model, data.Schema, new MemoryStream()));
    }

    private sealed class Renamed
    {
        public float C { get; set; }
    }

    [TestMethod]
    public void PredictionEngine_TransformerThatIsNoRowMapper_Throws()
    {
        var model = new Mute(_ml.Transforms.CopyColumns("C", "A").Fit(_ml.Points()));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Point, Renamed>(model));
        ITransformer chain = new TransformerChain<ITransformer>(model);
        Assert.IsFalse(chain.IsRowToRowMapper);
    }

    [TestMethod]
    public void PredictionEngine_Predict_FillsANewOrTheGivenObject()
    {
        using var engine = _ml.Model.CreatePredictionEngine<Point, Renamed>(_ml.Transforms.CopyColumns("C", "A").Fit(_ml.Points()));
        Assert.AreEqual(4f, engine.Predict(new Point { A = 4 }).C);
        var given = new Renamed();
        var target = given;
        engine.Predict(new Point { A = 5 }, ref target);
        Assert.AreSame(given, target);
        Assert.AreEqual(5f, target.C);
        Assert.IsNotNull(engine.OutputSchema.GetColumnOrNull("C"));
    }

    [TestMethod]
    public void PredictionEngine_MissingOutputColumn_ThrowsUnlessIgnored()
    {
        var model = _ml.Transforms.CopyColumns("D", "A").Fit(_ml.Points());
        Assert.AreEqual(0f, _ml.Model.CreatePredictionEngine<Point, Renamed>(model).Predict(new Point { A = 4 }).C);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Point, Renamed>(model,
            ignoreMissingColumns: false));
    }

    [TestMethod]
    public void PredictionEngine_MissingInputColumn_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => _ml.Model.CreatePredictionEngine<Number, Renamed>(_ml.Transforms.CopyColumns("C", "A").Fit(_ml.Points())));

    [TestMethod]
    public void PredictionEngine_InputSchema_GivesTheTypes()
    {
        var data = _ml.Triples([1, 2, 3], [3, 2, 1]);
        var model = _ml.Transforms.NormalizeMinMax("V").Fit(data);
        using var engine = _ml.Model.CreatePredictionEngine<Free, Free>(model, data.Schema);
        CollectionAssert.AreEqual(new[] { 1 * (1 / 3f), 0, 1 }, engine.Predict(new Free { V = [1, 2, 3] }).V);
        var definition = SchemaDefinition.Create(typeof(Free));
        definition["V"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        using var second = _ml.Model.CreatePredictionEngine<Free, Free>(model, inputSchemaDefinition: definition);
        CollectionAssert.AreEqual(new[] { 1 * (1 / 3f), 0, 1 }, second.Predict(new Free { V = [1, 2, 3] }).V);
    }

    private sealed class Free
    {
        public float[] V { get; set; } = [];
    }
}

/// <summary>The smallest third-party estimator with trained state: the distance from the mean of the first feature.</summary>
public sealed class MeanDistanceEstimator(MLContext ml) : IEstimator<MeanDistanceTransformer>
{
    public MeanDistanceTransformer Fit(IDataView input)
    {
        string state = input.GetColumn<float[]>("Features").Average(features => features[0]).ToString("R", CultureInfo.InvariantCulture);
        return new MeanDistanceTransformer(ml.Transforms.CustomMapping<NoInput, StateKey>(StateKeyMap.Map, "StandIn.StateKey")
            .Append(ml.Transforms.Conversion.MapValue("_state", [KeyValuePair.Create(1, state)], "_key"))
            .Append(ml.Transforms.CustomMapping<StateAndFeatures, MeanDistance>(MeanDistanceMap.Map, "StandIn.MeanDistance"))
            .Append(ml.Transforms.DropColumns("_key", "_state")).Fit(input));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        ml.Transforms.CustomMapping<NoInput, MeanDistance>((_, _) => { }, null).GetOutputSchema(inputSchema);
}

public sealed class MeanDistanceTransformer(ITransformer inner) : ITransformer
{
    public bool IsRowToRowMapper => inner.IsRowToRowMapper;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => inner.Transform(input);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => inner.Save(ctx);
}

public sealed class StateKey
{
    [ColumnName("_key")]
    public int Key { get; set; }
}

public sealed class StateAndFeatures
{
    [ColumnName("_state")]
    public ReadOnlyMemory<char> State { get; set; }

    public VBuffer<float> Features { get; set; }
}

public sealed class MeanDistance
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}

[CustomMappingFactoryAttribute("StandIn.StateKey")]
public sealed class StateKeyMap : CustomMappingFactory<NoInput, StateKey>
{
    public static void Map(NoInput _, StateKey key) => key.Key = 1;

    public override Action<NoInput, StateKey> GetMapping() => Map;
}

[CustomMappingFactoryAttribute("StandIn.MeanDistance")]
public sealed class MeanDistanceMap : CustomMappingFactory<StateAndFeatures, MeanDistance>
{
    public static void Map(StateAndFeatures row, MeanDistance result)
    {
        result.Score = MathF.Abs(row.Features.GetItemOrDefault(0) - float.Parse(row.State.Span, CultureInfo.InvariantCulture));
        result.PredictedLabel = result.Score > 1;
    }

    public override Action<StateAndFeatures, MeanDistance> GetMapping() => Map;
}
