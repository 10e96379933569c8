using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Torch;

/// <summary>Which statistics batch normalisation uses in a case.</summary>
public enum ParityMode
{
    /// <summary>Those of the batch.</summary>
    Training,

    /// <summary>The running ones from the start.</summary>
    Frozen,

    /// <summary>The batch's in the first epoch, then the running ones.</summary>
    FrozenAfterFirstEpoch,
}

/// <summary>A training run that both engines do: the same start, rows and minibatches.</summary>
internal sealed class ParityCase
{
    public const int RowCount = 70;
    public const int StepsPerEpoch = 5;

    private const int FeatureCount = 11;
    private const int BatchSize = 14;

    private static readonly float[] Center = [0.4f, -0.3f, 0.15f, -0.1f, 0.25f];

    private readonly Func<Objective[]> _objectives;
    private readonly bool _autoencoder;

    private ParityCase(Func<Objective[]> objectives, bool autoencoder = false)
    {
        _objectives = objectives;
        _autoencoder = autoencoder;
    }

    public static IEnumerable<string> Names => All.Keys;

    private static Dictionary<string, ParityCase> All { get; } = new()
    {
        ["reconstruction"] = new(() => [new ReconstructionObjective()], autoencoder: true),
        ["one-class"] = new(() => [OneClass()]),
        ["one-class, no labels"] = new(() => [OneClass(labeled: false)]),
        ["one-class, mean of counted rows"] = new(() => [OneClass(mean: RejectionMean.CountedRows)]),
        ["one-class, no rejection"] = new(() => [OneClass(rejectAbnormal: false)]),
        ["soft boundary"] = new(() => [Soft()]),
        ["soft boundary, no labels"] = new(() => [Soft(labeled: false)]),
        ["soft boundary, warming up"] = new(() => [Soft(warmUpEpochCount: 5)]),
        ["soft boundary, warm after one epoch"] = new(() => [Soft(warmUpEpochCount: 1)]),
        ["soft boundary, paper"] = new(() => [Soft(mean: RejectionMean.CountedRows, scale: SoftBoundaryScale.Paper)]),
        ["Deep SAD"] = new(() => [new DeepSadObjective(Center, Roles(), 2.5f)]),
        ["Deep SAD, normal rows at weight 1"] = new(() => [new DeepSadObjective(Center, Roles(), 2.5f, weightsNormalRows: false)]),
        ["NCE"] = new(() => [OneClass(), Nce(NceNormalization.Pairs)]),
        ["NCE by labelled rows"] = new(() => [OneClass(), Nce(NceNormalization.LabeledRows)]),
        ["NCE on a soft boundary"] = new(() => [Soft(), Nce(NceNormalization.Pairs)]),
        ["UAI on one-class"] = new(() => [Uai(OneClass())]),
        ["UAI on one-class, no labels"] = new(() => [Uai(OneClass(labeled: false), labeled: false)]),
        ["UAI on a soft boundary"] = new(() => [Uai(Soft())]),
        ["UAI on Deep SAD"] = new(() => [Uai(new DeepSadObjective(Center, Roles(), 2.5f))]),
        ["UAI on NCE"] = new(() => [OneClass(), Uai(Nce(NceNormalization.Pairs))]),
        ["UAI on one-class, and NCE"] = new(() => [Uai(OneClass()), Nce(NceNormalization.Pairs)]),
        ["UAI on an autoencoder"] = new(() => [Uai(new ReconstructionObjective())], autoencoder: true),
        ["foreign"] = new(() => [new ForeignObjective()]),
        ["foreign, and NCE"] = new(() => [new ForeignObjective(), Nce(NceNormalization.Pairs)]),
        ["UAI on foreign"] = new(() => [Uai(new ForeignObjective())]),
        ["UAI on a foreign autoencoder"] = new(() => [Uai(new ForeignObjective())], autoencoder: true),
    };

    public static ParityCase Of(string name) => All[name];

    /// <summary>A fresh plan of two epochs of five steps.</summary>
    public TrainingPlan Plan(ParityMode mode, int epochCount = 2) => new()
    {
        Rows = FeatureMatrix.Copy(Values(), FeatureCount),
        Start = Start(),
        Terms = [.. _objectives().Select((objective, index) => new TrainingTerm(
            index == 0 ? new MinibatchSource(RowCount, BatchSize, new SeededRandom(9)) : new FixedRowsSource(LabeledRows()), objective))],
        EpochCount = epochCount,
        Optimizer = new AdamOptions(1e-2, 1e-2),
        FrozenFromEpoch = mode switch { ParityMode.Frozen => 0, ParityMode.FrozenAfterFirstEpoch => 1, _ => null },
        CodeLayer = _autoencoder ? 2 : null,
    };

    public static OneClassObjective OneClass(bool rejectAbnormal = true, RejectionMean mean = RejectionMean.AllRows, bool labeled = true) =>
        new(Center, Roles(labeled), rejectAbnormal, mean);

    private static SoftBoundaryObjective Soft(
        int warmUpEpochCount = 0, RejectionMean mean = RejectionMean.AllRows, SoftBoundaryScale scale = SoftBoundaryScale.Program, bool labeled = true) =>
        new(Center, Roles(labeled), rejectAbnormal: true, mean, 0.3f, warmUpEpochCount, scale) { Radius = 0.6f };

    private static NceObjective Nce(NceNormalization normalization) => new(Center, RowCount / 10, RowCount / 10, normalization);

    private static UaiObjective Uai(ScoredObjective scored, bool labeled = true) => new(scored, Roles(labeled), [0.3f, -0.2f, 0.1f, 0.25f, -0.4f, 0.35f, -0.1f]);

    /// <summary>Rows 0, 10, ... are normal, 1, 11, ... abnormal, 2, 12, ... pseudo-abnormal; the others are not labelled.</summary>
    private static RowRoles Roles(bool labeled = true) => RowRoles.Of(
        labeled
            ? PoolLabels.Copy([.. Enumerable.Range(0, RowCount).Select(row => (row % 10) switch { 0 => RowLabel.Normal, 1 => RowLabel.Abnormal, _ => RowLabel.Unlabeled })])
            : PoolLabels.None(RowCount),
        labeled ? [.. Enumerable.Range(0, RowCount).Where(row => row % 10 == 2)] : []);

    private static int[] LabeledRows() =>
        [.. Enumerable.Range(0, RowCount).Where(row => row % 10 == 0), .. Enumerable.Range(0, RowCount).Where(row => row % 10 == 1)];

    private NetworkParameters Start()
    {
        var encoder = NetworkShape.Encoder(FeatureCount, [9, 6], Center.Length);
        var shape = _autoencoder ? encoder.WithDecoder() : encoder;
        var random = new Random(11);
        return new NetworkParameters(shape, [.. shape.Layers.Select(layer => StartLayer(layer, random))]);
    }

    /// <summary>Running statistics that differ from 0 and 1, so that frozen mode is not trivial.</summary>
    private static LayerParameters StartLayer(LayerShape layer, Random random)
    {
        float[] Draw(int count, double lowest, double highest) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(lowest + ((highest - lowest) * random.NextDouble())))];

        var bound = 1 / Math.Sqrt(layer.InputSize);
        var units = layer.Activation == Activation.BatchNormLeakyRelu ? layer.OutputSize : 0;
        return LayerParameters.Copy(layer, Draw(layer.InputSize * layer.OutputSize, -bound, bound), Draw(units, -0.3, 0.3), Draw(units, 0.5, 1.5));
    }

    private static float[] Values()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, RowCount * FeatureCount).Select(_ => random.NextSingle())];
    }
}
