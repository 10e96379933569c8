using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Reference;

/// <summary>A training run set up twice: as a plan of the library, and for the reference.</summary>
internal sealed class TrainingCase
{
    public const double LearningRate = 1e-2;
    public const double WeightDecay = 1e-2;
    public const int RowCount = 60;

    private const int FeatureCount = 11;
    private const int BatchSize = 15;
    private const int StepCount = 10;
    private const float Nu = 0.3f;

    private static readonly float[] Center = [0.4f, -0.3f, 0.15f, -0.1f, 0.25f];

    private readonly Func<IReadOnlyList<(int[][] Steps, Objective Objective)>> _objectives;
    private readonly Func<IReadOnlyList<ReferenceObjective>> _references;
    private readonly bool _autoencoder;

    private TrainingCase(
        Func<IReadOnlyList<(int[][] Steps, Objective Objective)>> objectives, Func<IReadOnlyList<ReferenceObjective>> references, bool frozen = false, bool autoencoder = false)
    {
        _objectives = objectives;
        _references = references;
        Frozen = frozen;
        _autoencoder = autoencoder;
    }

    public static IEnumerable<string> Names => All.Keys;

    public bool Frozen { get; }

    private static Dictionary<string, TrainingCase> All { get; } = new()
    {
        ["reconstruction"] = new(() => [(Minibatches, new ReconstructionObjective())], () => [new ReferenceReconstruction()], autoencoder: true),
        ["one-class"] = new(() => [(Minibatches, OneClass(true, RejectionMean.AllRows))], () => [ReferenceOneClassOf(true, meanOfCounted: false)]),
        ["one-class, counted mean"] = new(() => [(Minibatches, OneClass(true, RejectionMean.CountedRows))], () => [ReferenceOneClassOf(true, meanOfCounted: true)]),
        ["one-class, no rejection"] = new(() => [(Minibatches, OneClass(false, RejectionMean.AllRows))], () => [ReferenceOneClassOf(false, meanOfCounted: false)]),
        ["one-class, frozen"] = new(() => [(Minibatches, OneClass(true, RejectionMean.AllRows))], () => [ReferenceOneClassOf(true, meanOfCounted: false)], frozen: true),
        ["soft boundary"] = new(() => [(Minibatches, Soft(0))], () => [ReferenceSoft(updates: true)]),
        ["soft boundary, warming up"] = new(() => [(Minibatches, Soft(5))], () => [ReferenceSoft(updates: false)]),
        ["Deep SAD"] = new(() => [(Minibatches, new DeepSadObjective(Center, Roles, 2.5f))], () => [new ReferenceDeepSad(DoubleCenter, RoleValues, 2.5)]),
        ["NCE"] = new(
            () => [(Minibatches, OneClass(true, RejectionMean.AllRows)), (Labeled, Nce(NceNormalization.Pairs))],
            () => [ReferenceOneClassOf(true, meanOfCounted: false), ReferenceNceOf(byLabeledRows: false)]),
        ["NCE, by labelled rows"] = new(
            () => [(Minibatches, OneClass(true, RejectionMean.AllRows)), (Labeled, Nce(NceNormalization.LabeledRows))],
            () => [ReferenceOneClassOf(true, meanOfCounted: false), ReferenceNceOf(byLabeledRows: true)]),
        ["NCE, frozen"] = new(
            () => [(Minibatches, OneClass(true, RejectionMean.AllRows)), (Labeled, Nce(NceNormalization.Pairs))],
            () => [ReferenceOneClassOf(true, meanOfCounted: false), ReferenceNceOf(byLabeledRows: false)],
            frozen: true),
        ["Deep SAD, normal rows at 1"] = new(
            () => [(Minibatches, new DeepSadObjective(Center, Roles, 2.5f, weightsNormalRows: false))],
            () => [new ReferenceDeepSad(DoubleCenter, RoleValues, 2.5, weightsNormalRows: false)]),
        ["soft boundary, the paper's scale"] = new(
            () => [(Minibatches, Soft(0, SoftBoundaryScale.Paper))], () => [ReferenceSoft(updates: true, timesNu: true)]),
        ["head on one-class"] = new(
            () => [(Minibatches, new UaiObjective(OneClass(true, RejectionMean.AllRows), Roles, Head))],
            () => [new ReferenceUai(ReferenceOneClassOf(true, meanOfCounted: false), RoleValues, DoubleHead, codeLayer: 2)]),
        ["head on a soft boundary, frozen"] = new(
            () => [(Minibatches, new UaiObjective(Soft(0), Roles, Head))],
            () => [new ReferenceUai(ReferenceSoft(updates: true), RoleValues, DoubleHead, codeLayer: 2)],
            frozen: true),
        ["head on an autoencoder"] = new(
            () => [(Minibatches, new UaiObjective(new ReconstructionObjective(), Roles, Head))],
            () => [new ReferenceUai(new ReferenceReconstruction(), RoleValues, DoubleHead, codeLayer: 2)],
            autoencoder: true),
        ["head beside NCE"] = new(
            () => [(Minibatches, new UaiObjective(OneClass(true, RejectionMean.AllRows), Roles, Head)), (Labeled, Nce(NceNormalization.Pairs))],
            () => [new ReferenceUai(ReferenceOneClassOf(true, meanOfCounted: false), RoleValues, DoubleHead, codeLayer: 2), ReferenceNceOf(byLabeledRows: false)]),
        ["NCE on a soft boundary"] = new(
            () => [(Minibatches, Soft(0)), (Labeled, Nce(NceNormalization.Pairs))],
            () => [ReferenceSoft(updates: true), ReferenceNceOf(byLabeledRows: false)]),
    };

    /// <summary>The head's weights of the code, its weight of the score, its offset.</summary>
    private static float[] Head => [0.3f, -0.4f, 0.2f, 0.1f, -0.25f, 0.35f, -0.15f];

    private static double[] DoubleHead => [.. Head.Select(value => (double)value)];

    private static double[] DoubleCenter => [.. Center.Select(value => (double)value)];

    /// <summary>Rows 0, 10, ... are normal, 1, 11, ... abnormal, 2, 12, ... pseudo-abnormal; the others are not labelled.</summary>
    private static RowRole[] RoleValues => [.. Enumerable.Range(0, RowCount).Select(row => (row % 10) switch
    {
        0 => RowRole.Normal,
        1 => RowRole.Abnormal,
        2 => RowRole.PseudoAbnormal,
        _ => RowRole.Unlabeled,
    })];

    private static RowRoles Roles => RowRoles.Of(
        PoolLabels.Copy([.. RoleValues.Select(role => role is RowRole.Normal ? RowLabel.Normal : role is RowRole.Abnormal ? RowLabel.Abnormal : RowLabel.Unlabeled)]),
        [.. Enumerable.Range(0, RowCount).Where(row => row % 10 == 2)]);

    /// <summary>Minibatches that overlap, each in an order of its own.</summary>
    private static int[][] Minibatches => [.. Enumerable.Range(0, StepCount).Select(
        step => Enumerable.Range(0, BatchSize).Select(i => ((step * 7) + (i * 11)) % RowCount).ToArray())];

    private static int[][] Labeled => [.. Enumerable.Repeat<int[]>(
        [.. Enumerable.Range(0, RowCount).Where(row => row % 10 == 0), .. Enumerable.Range(0, RowCount).Where(row => row % 10 == 1)], StepCount)];

    public static TrainingCase Of(string name) => All[name];

    /// <summary>The library's plan, fresh.</summary>
    public TrainingPlan Plan() => new()
    {
        Rows = FeatureMatrix.Copy(Values(), FeatureCount),
        Start = Start(),
        Terms = [.. _objectives().Select((term, index) => new TrainingTerm(new ListedBatches(term.Steps, leads: index == 0), term.Objective))],
        EpochCount = 1,
        Optimizer = new AdamOptions(LearningRate, WeightDecay),
        FrozenFromEpoch = Frozen ? 0 : null,
        CodeLayer = _autoencoder ? 2 : null,
    };

    /// <summary>The reference's run, fresh.</summary>
    public ReferenceRun Reference()
    {
        var values = Values();
        var pool = new double[RowCount, FeatureCount];
        for (var i = 0; i < values.Length; i++)
        {
            pool[i / FeatureCount, i % FeatureCount] = values[i];
        }

        return new ReferenceRun(new ReferenceNetwork(Start()), pool, [.. _objectives().Select(term => term.Steps).Zip(_references())], !Frozen);
    }

    public NetworkParameters Start()
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
        var statistics = layer.Activation == Activation.BatchNormLeakyRelu ? layer.OutputSize : 0;
        return new LayerParameters(layer, Draw(layer.InputSize * layer.OutputSize, -bound, bound), Draw(statistics, -0.3, 0.3), Draw(statistics, 0.5, 1.5));
    }

    private static float[] Values()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, RowCount * FeatureCount).Select(_ => random.NextSingle())];
    }

    private static OneClassObjective OneClass(bool rejectAbnormal, RejectionMean mean) => new(Center, Roles, rejectAbnormal, mean);

    private static ReferenceOneClass ReferenceOneClassOf(bool rejectAbnormal, bool meanOfCounted) => new(DoubleCenter, RoleValues, rejectAbnormal, meanOfCounted);

    private static SoftBoundaryObjective Soft(int warmUpEpochCount, SoftBoundaryScale scale = SoftBoundaryScale.Program) =>
        new(Center, Roles, rejectAbnormal: true, RejectionMean.CountedRows, Nu, warmUpEpochCount, scale) { Radius = 0.6f };

    private static ReferenceSoftBoundary ReferenceSoft(bool updates, bool timesNu = false) =>
        new(DoubleCenter, RoleValues, rejectAbnormal: true, meanOfCounted: true, Nu, updates, timesNu) { Radius = 0.6f };

    private static NceObjective Nce(NceNormalization normalization) => new(Center, RowCount / 10, RowCount / 10, normalization);

    private static ReferenceNce ReferenceNceOf(bool byLabeledRows) => new(DoubleCenter, RowCount / 10, byLabeledRows);
}
