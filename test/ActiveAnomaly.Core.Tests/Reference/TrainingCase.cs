using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Training;

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

    private const int EncoderLayers = 3;

    private readonly Func<CaseValues, CaseValues, Objective[]> _objectives;
    private readonly Func<ReferenceObjective[]> _references;
    private readonly bool _autoencoder;

    private TrainingCase(
        Func<CaseValues, CaseValues, Objective[]> objectives,
        Func<ReferenceObjective[]> references,
        bool frozen = false,
        bool autoencoder = false)
    {
        _objectives = objectives;
        _references = references;
        Frozen = frozen;
        _autoencoder = autoencoder;
    }

    public static IEnumerable<string> Names => All.Keys;

    public bool Frozen { get; }

    /// <summary>
    /// The objectives of a case over the values of its minibatches and of its labelled rows, and the same of the reference.
    /// </summary>
    private static Dictionary<string, TrainingCase> All { get; } = new()
    {
        ["reconstruction"] = new(
            (rows, _) => [new ReconstructionObjective(rows.Outputs, rows.Inputs)],
            () => [new ReferenceReconstruction()],
            autoencoder: true),
        ["one-class"] = new((rows, _) => [OneClass(rows)], () => [ReferenceOneClassOf()]),
        ["one-class, counted mean"] = new(
            (rows, _) => [OneClass(rows, mean: RejectionMean.CountedRows)], () => [ReferenceOneClassOf(meanOfCounted: true)]),
        ["one-class, no rejection"] = new(
            (rows, _) => [OneClass(rows, rejectAbnormal: false)], () => [ReferenceOneClassOf(rejectAbnormal: false)]),
        ["one-class, frozen"] = new((rows, _) => [OneClass(rows)], () => [ReferenceOneClassOf()], frozen: true),
        ["soft boundary"] = new((rows, _) => [Soft(rows, 0)], () => [ReferenceSoft(updates: true)]),
        ["soft boundary, warming up"] = new((rows, _) => [Soft(rows, 5)], () => [ReferenceSoft(updates: false)]),
        ["Deep SAD"] = new(
            (rows, _) => [new DeepSadObjective(rows.Scores, Roles, 2.5f)], () => [new ReferenceDeepSad(DoubleCenter, RoleValues, 2.5)]),
        ["NCE"] = new(
            (rows, labeled) => [OneClass(rows), Nce(labeled)], () => [ReferenceOneClassOf(), ReferenceNceOf(byLabeledRows: false)]),
        ["NCE, by labelled rows"] = new(
            (rows, labeled) => [OneClass(rows), Nce(labeled, NceNormalization.LabeledRows)],
            () => [ReferenceOneClassOf(), ReferenceNceOf(byLabeledRows: true)]),
        ["NCE, frozen"] = new(
            (rows, labeled) => [OneClass(rows), Nce(labeled)],
            () => [ReferenceOneClassOf(), ReferenceNceOf(byLabeledRows: false)],
            frozen: true),
        ["Deep SAD, normal rows at 1"] = new(
            (rows, _) => [new DeepSadObjective(rows.Scores, Roles, 2.5f, weightsNormalRows: false)],
            () => [new ReferenceDeepSad(DoubleCenter, RoleValues, 2.5, weightsNormalRows: false)]),
        ["soft boundary, the paper's scale"] = new(
            (rows, _) => [Soft(rows, 0, SoftBoundaryScale.Paper)], () => [ReferenceSoft(updates: true, timesNu: true)]),
        ["head on one-class"] = new((rows, _) => [OneClass(rows), HeadLoss(rows)], () => [ReferenceUaiOf(ReferenceOneClassOf())]),
        ["head on a soft boundary, frozen"] = new(
            (rows, _) => [Soft(rows, 0), HeadLoss(rows)], () => [ReferenceUaiOf(ReferenceSoft(updates: true))], frozen: true),
        ["head on an autoencoder"] = new(
            (rows, _) => [new ReconstructionObjective(rows.Outputs, rows.Inputs), HeadLoss(rows)],
            () => [ReferenceUaiOf(new ReferenceReconstruction())],
            autoencoder: true),
        ["head beside NCE"] = new(
            (rows, labeled) => [OneClass(rows), HeadLoss(rows), Nce(labeled)],
            () => [ReferenceUaiOf(ReferenceOneClassOf()), ReferenceNceOf(byLabeledRows: false)]),
        ["NCE on a soft boundary"] = new(
            (rows, labeled) => [Soft(rows, 0), Nce(labeled)], () => [ReferenceSoft(updates: true), ReferenceNceOf(byLabeledRows: false)]),
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
        PoolLabels.Copy([.. RoleValues.Select(
            role => role is RowRole.Normal ? RowLabel.Normal : role is RowRole.Abnormal ? RowLabel.Abnormal : RowLabel.Unlabeled)]),
        [.. Enumerable.Range(0, RowCount).Where(row => row % 10 == 2)]);

    /// <summary>Minibatches that overlap, each in an order of its own.</summary>
    private static int[][] Minibatches => [.. Enumerable.Range(0, StepCount).Select(
        step => Enumerable.Range(0, BatchSize).Select(i => ((step * 7) + (i * 11)) % RowCount).ToArray())];

    private static int[][] Labeled => [.. Enumerable.Repeat<int[]>(
        [.. Enumerable.Range(0, RowCount).Where(row => row % 10 == 0), .. Enumerable.Range(0, RowCount).Where(row => row % 10 == 1)],
        StepCount)];

    public static TrainingCase Of(string name) => All[name];

    /// <summary>The library's plan, fresh.</summary>
    public TrainingPlan Plan()
    {
        var (encoder, decoder, head) = CaseValues.PartsOf(Start(), EncoderLayers, Head);
        CaseValues Values(int[][] steps, bool leads) =>
            new(new TrainingPass(new ListedBatches(steps, leads), FeatureCount), encoder, decoder, head, Center);

        var objectives = _objectives(Values(Minibatches, leads: true), Values(Labeled, leads: false));
        NetworkPart[] parts =
        [
            encoder,
            .. decoder is null ? (NetworkPart[])[] : [decoder],
            .. objectives.Any(loss => loss is LabelCrossEntropyObjective) ? (NetworkPart[])[head] : [],
        ];
        return new TrainingPlan
        {
            Rows = FeatureMatrix.Copy(PoolValues(), FeatureCount),
            Groups = [new UpdateGroup(objectives, parts, new AdamOptions(LearningRate, WeightDecay))],
            EpochCount = 1,
            FrozenFromEpoch = Frozen ? 0 : null,
        };
    }

    /// <summary>The reference's run, fresh.</summary>
    public ReferenceRun Reference()
    {
        var values = PoolValues();
        var pool = new double[RowCount, FeatureCount];
        for (var i = 0; i < values.Length; i++)
        {
            pool[i / FeatureCount, i % FeatureCount] = values[i];
        }

        return new ReferenceRun(new ReferenceNetwork(Start()), pool, [.. new[] { Minibatches, Labeled }.Zip(_references())], !Frozen);
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
        return new LayerParameters(
            layer,
            Draw(layer.InputSize * layer.OutputSize, -bound, bound),
            Draw(statistics, -0.3, 0.3),
            Draw(statistics, 0.5, 1.5));
    }

    private static float[] PoolValues()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, RowCount * FeatureCount).Select(_ => random.NextSingle())];
    }

    private static OneClassObjective OneClass(CaseValues rows, bool rejectAbnormal = true, RejectionMean mean = RejectionMean.AllRows) =>
        new(rows.Scores, Roles, rejectAbnormal, mean);

    private static ReferenceOneClass ReferenceOneClassOf(bool rejectAbnormal = true, bool meanOfCounted = false) =>
        new(DoubleCenter, RoleValues, rejectAbnormal, meanOfCounted);

    private static SoftBoundaryObjective Soft(CaseValues rows, int warmUpEpochCount, SoftBoundaryScale scale = SoftBoundaryScale.Program) =>
        new(rows.Scores, Roles, rejectAbnormal: true, RejectionMean.CountedRows, Nu, warmUpEpochCount, scale) { Radius = 0.6f };

    private static ReferenceSoftBoundary ReferenceSoft(bool updates, bool timesNu = false) =>
        new(DoubleCenter, RoleValues, rejectAbnormal: true, meanOfCounted: true, Nu, updates, timesNu) { Radius = 0.6f };

    private static NceObjective Nce(CaseValues labeled, NceNormalization normalization = NceNormalization.Pairs) =>
        new(labeled.Scores, RowCount / 10, RowCount / 10, normalization);

    private static ReferenceNce ReferenceNceOf(bool byLabeledRows) => new(DoubleCenter, RowCount / 10, byLabeledRows);

    private static LabelCrossEntropyObjective HeadLoss(CaseValues rows) => new(rows.Logits, Roles);

    private static ReferenceUai ReferenceUaiOf(ReferenceObjective scored) =>
        new(scored, RoleValues, DoubleHead, codeLayer: EncoderLayers - 1);
}
