using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;
using ActiveAnomaly.Training;

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

    private const int EncoderLayers = 3;

    private static readonly float[] HeadNumbers = [0.3f, -0.2f, 0.1f, 0.25f, -0.4f, 0.35f, -0.1f];

    private readonly Func<CaseValues, CaseValues, Objective[]>? _objectives;
    private readonly Func<NetworkPart, TrainingPass, TrainingPass, UpdateGroup[]>? _groups;
    private readonly bool _autoencoder;

    private ParityCase(Func<CaseValues, CaseValues, Objective[]> objectives, bool autoencoder = false)
    {
        _objectives = objectives;
        _autoencoder = autoencoder;
    }

    private ParityCase(Func<NetworkPart, TrainingPass, TrainingPass, UpdateGroup[]> groups) => _groups = groups;

    public static IEnumerable<string> Names => All.Keys;

    private static Dictionary<string, ParityCase> All { get; } = new()
    {
        ["reconstruction"] = new((rows, _) => [Reconstruction(rows)], autoencoder: true),
        ["one-class"] = new((rows, _) => [OneClass(rows.Scores)]),
        ["one-class, no labels"] = new((rows, _) => [OneClass(rows.Scores, labeled: false)]),
        ["one-class, mean of counted rows"] = new((rows, _) => [OneClass(rows.Scores, mean: RejectionMean.CountedRows)]),
        ["one-class, no rejection"] = new((rows, _) => [OneClass(rows.Scores, rejectAbnormal: false)]),
        ["soft boundary"] = new((rows, _) => [Soft(rows)]),
        ["soft boundary, no labels"] = new((rows, _) => [Soft(rows, labeled: false)]),
        ["soft boundary, warming up"] = new((rows, _) => [Soft(rows, warmUpEpochCount: 5)]),
        ["soft boundary, warm after one epoch"] = new((rows, _) => [Soft(rows, warmUpEpochCount: 1)]),
        ["soft boundary, paper"] = new((rows, _) => [Soft(rows, mean: RejectionMean.CountedRows, scale: SoftBoundaryScale.Paper)]),
        ["Deep SAD"] = new((rows, _) => [new DeepSadObjective(rows.Scores, Roles(), 2.5f)]),
        ["Deep SAD, normal rows at weight 1"] = new(
            (rows, _) => [new DeepSadObjective(rows.Scores, Roles(), 2.5f, weightsNormalRows: false)]),
        ["deviations"] = new((rows, _) => [new DeviationObjective(rows.Logits, Roles(), 0.05f, 0.9f, 0.6f)]),
        ["NCE"] = new((rows, labeled) => [OneClass(rows.Scores), Nce(labeled)]),
        ["NCE by labelled rows"] = new((rows, labeled) => [OneClass(rows.Scores), Nce(labeled, NceNormalization.LabeledRows)]),
        ["NCE on a soft boundary"] = new((rows, labeled) => [Soft(rows), Nce(labeled)]),
        ["head on one-class"] = new((rows, _) => [OneClass(rows.Scores), Head(rows)]),
        ["head on one-class, no labels"] = new((rows, _) => [OneClass(rows.Scores, labeled: false), Head(rows, labeled: false)]),
        ["head on a soft boundary"] = new((rows, _) => [Soft(rows), Head(rows)]),
        ["head on Deep SAD"] = new((rows, _) => [new DeepSadObjective(rows.Scores, Roles(), 2.5f), Head(rows)]),
        ["head on NCE"] = new((rows, labeled) => [OneClass(rows.Scores), Nce(labeled), Head(labeled)]),
        ["head on one-class, and NCE"] = new((rows, labeled) => [OneClass(rows.Scores), Head(rows), Nce(labeled)]),
        ["head on an autoencoder"] = new((rows, _) => [Reconstruction(rows), Head(rows)], autoencoder: true),
        ["labels and weak negatives"] = new((rows, _) => [new LabelCrossEntropyObjective(rows.Logits, Roles(), 0.3f)]),
        ["weak negatives, no labels"] = new((rows, _) => [new LabelCrossEntropyObjective(rows.Logits, Roles(labeled: false), 0.3f)]),
        ["scores of a head"] = new((encoder, rows, _) =>
        {
            // A score that a part gives, and one mean for all rows, which reaches the part as one number.
            var head = Part("score", new LayerShape(Center.Length, 1, Activation.Sigmoid, HasBias: true));
            return [Group([OneClass(rows.Apply(head, rows.Apply(encoder, rows.Inputs)), labeled: false)], encoder, head)];
        }),
        ["every activation, with biases"] = new((encoder, rows, _) =>
        {
            var head = Part(
                "head",
                new LayerShape(Center.Length, 6, Activation.Relu, HasBias: true),
                new LayerShape(6, 5, Activation.LeakyRelu, HasBias: true),
                new LayerShape(5, 4, Activation.Tanh, HasBias: true),
                new LayerShape(4, 4, Activation.BatchNormLeakyRelu, HasBias: true),
                new LayerShape(4, 4, Activation.Sigmoid, HasBias: true),
                new LayerShape(4, 1, Activation.None, HasBias: true));
            return [Group([new LabelCrossEntropyObjective(rows.Apply(head, rows.Apply(encoder, rows.Inputs)), Roles())], encoder, head)];
        }),
        ["a part applied three times"] = new((encoder, rows, labeled) =>
        {
            var codes = rows.Apply(encoder, rows.Inputs);
            var square = Part("square", new LayerShape(Center.Length, Center.Length, Activation.Tanh, HasBias: true));
            var twice = rows.Apply(square, rows.Apply(square, codes));
            var scores = labeled.SquaredDistance(labeled.Apply(square, labeled.Apply(encoder, labeled.Inputs)), Center);
            return [Group([OneClass(rows.RowError(twice, codes)), Nce(scores)], encoder, square)];
        }),
        ["residuals, their norms and directions"] = new((encoder, rows, _) =>
        {
            var decoder = Part("decoder", new LayerShape(Center.Length, FeatureCount, Activation.Sigmoid, HasBias: true));
            var head = Part("head", new LayerShape(FeatureCount + Center.Length + 1, 1, Activation.None, HasBias: true));
            var codes = rows.Apply(encoder, rows.Inputs);
            var residuals = rows.Subtract(rows.Inputs, rows.Apply(decoder, codes));
            var encoded = rows.Concatenate(rows.Direction(residuals), codes, rows.Norm(residuals));
            return [Group([new LabelCrossEntropyObjective(rows.Apply(head, encoded), Roles())], encoder, decoder, head)];
        }),
        ["norms and directions of rows without a length"] = new((encoder, rows, _) =>
        {
            // A rectifier gives some rows no code at all.
            var part = Part("rectifier", new LayerShape(Center.Length, 2, Activation.Relu));
            var codes = rows.Apply(part, rows.Apply(encoder, rows.Inputs));
            var values = rows.Concatenate(rows.Norm(codes), rows.Direction(rows.Subtract(codes, codes)), rows.Direction(codes));
            return [Group([OneClass(rows.SquaredDistance(values, Center))], encoder, part)];
        }),
        ["mixed rows and noise"] = new((encoder, rows, _) =>
        {
            var noisy = rows.AddNoise(rows.Inputs, 0.05, new SeededRandom(21));
            var codes = rows.Mix(rows.Apply(encoder, noisy), 0.5, new SeededRandom(22)).Output;
            return [Group([OneClass(rows.SquaredDistance(codes, Center))], encoder)];
        }),
        ["rows mixed of four"] = new((encoder, rows, _) =>
        {
            var codes = rows.Mix(rows.Apply(encoder, rows.Inputs), 0.5, new SeededRandom(22), 4).Output;
            return [Group([OneClass(rows.SquaredDistance(codes, Center))], encoder)];
        }),
        ["pairs of rows and codes"] = new((encoder, rows, labeled) => Pairs(encoder, rows, labeled, rows, labeled)),
        ["pairs of two passes"] = new((encoder, rows, labeled) => Pairs(encoder, rows, labeled, labeled, rows)),
        ["RoSAS"] = Rosas(RosasAblation.None),
        ["RoSAS of three mixed rows"] = Rosas(RosasAblation.None, mixedRowCount: 3),
        ["RoSAS without violated triplets"] = Rosas(RosasAblation.None, margin: 0),
        ["RoSAS without continuous targets"] = Rosas(RosasAblation.ContinuousTargets),
        ["RoSAS with the deviation loss"] = Rosas(RosasAblation.RegressionForDeviation),
        ["RoSAS without mixed rows"] = Rosas(RosasAblation.MixedRows),
        ["RoSAS without the embedding loss"] = Rosas(RosasAblation.EmbeddingLoss),
        ["RoSAS without consistency"] = Rosas(RosasAblation.Consistency),
        ["RMSprop, penalised weights, a shortened gradient"] = new((encoder, rows, _) =>
        {
            var layers = new LayerShape(Center.Length, 1, Activation.Tanh, HasBias: true);
            var start = NetworkParameters.Draw(NetworkShape.Of(layers), new SeededRandom(31));
            var head = new NetworkPart("head", start) { WeightPenalty = 0.2 };
            var loss = OneClass(rows.Apply(head, rows.Apply(encoder, rows.Inputs)));
            return [new UpdateGroup([loss], [encoder, head], new RmsPropOptions(1e-3) { LargestGradientNorm = 0.05 })];
        }),
        ["relations of pairs"] = new((encoder, rows, _) =>
        {
            var others = new TrainingPass(new ListedRows(epoch => [.. Enumerable.Range(0, StepsPerEpoch).Select(
                step => Enumerable.Range(0, BatchSize).Select(i => ((5 * i) + step + epoch) % RowCount).ToArray())]), FeatureCount);
            var (first, second) = (
                Part("first", new LayerShape(Center.Length, 1, Activation.None, HasBias: true)),
                Part("second", new LayerShape(Center.Length, 1, Activation.None)));
            var loss = new PairRelationObjective(
                rows.Apply(first, rows.Apply(encoder, rows.Inputs)),
                others.Apply(second, others.Apply(encoder, others.Inputs)),
                [.. Enumerable.Range(0, BatchSize).Select(i => (i % 3) - 0.9f)]);
            return [Group([loss], encoder, first, second)];
        }),
        ["two groups"] = new((encoder, rows, labeled) =>
        {
            var head = Part("head", new LayerShape(Center.Length, 1, Activation.None, HasBias: true));
            return
            [
                Group([OneClass(rows.SquaredDistance(rows.Apply(encoder, rows.Inputs), Center))], encoder),
                Group([new LabelCrossEntropyObjective(labeled.Apply(head, labeled.Apply(encoder, labeled.Inputs)), Roles())], head),
            ];
        }),
    };

    public static ParityCase Of(string name) => All[name];

    /// <summary>A fresh plan of two epochs of five steps.</summary>
    public TrainingPlan Plan(ParityMode mode, int epochCount = 2, BatchSource? minibatches = null) => new()
    {
        Rows = FeatureMatrix.Copy(PoolValues(), FeatureCount),
        Groups = Groups(
            new TrainingPass(minibatches ?? new MinibatchSource(RowCount, BatchSize, new SeededRandom(9)), FeatureCount),
            new TrainingPass(new FixedRowsSource(LabeledRows()), FeatureCount)),
        EpochCount = epochCount,
        FrozenFromEpoch = mode switch { ParityMode.Frozen => 0, ParityMode.FrozenAfterFirstEpoch => 1, _ => null },
    };

    /// <summary>The same plan with another optimiser and somebody who is told.</summary>
    public static TrainingPlan With(TrainingPlan plan, OptimizerOptions optimizer, Action<EpochProgress>? progress = null) => new()
    {
        Rows = plan.Rows,
        Groups = [.. plan.Groups.Select(group => new UpdateGroup(group.Objectives, group.Parts, optimizer))],
        EpochCount = plan.EpochCount,
        FrozenFromEpoch = plan.FrozenFromEpoch,
        Progress = progress,
    };

    public static OneClassObjective OneClass(
        PassValue scores, bool rejectAbnormal = true, RejectionMean mean = RejectionMean.AllRows, bool labeled = true) =>
        new(scores, Roles(labeled), rejectAbnormal, mean);

    private static ReconstructionObjective Reconstruction(CaseValues rows) => new(rows.Outputs, rows.Inputs);

    private static SoftBoundaryObjective Soft(
        CaseValues rows,
        int warmUpEpochCount = 0,
        RejectionMean mean = RejectionMean.AllRows,
        SoftBoundaryScale scale = SoftBoundaryScale.Program,
        bool labeled = true) =>
        new(rows.Scores, Roles(labeled), rejectAbnormal: true, mean, 0.3f, warmUpEpochCount, scale) { Radius = 0.6f };

    private static NceObjective Nce(CaseValues labeled, NceNormalization normalization = NceNormalization.Pairs) =>
        Nce(labeled.Scores, normalization);

    private static NceObjective Nce(PassValue scores, NceNormalization normalization = NceNormalization.Pairs) =>
        new(scores, RowCount / 10, RowCount / 10, normalization);

    private static LabelCrossEntropyObjective Head(CaseValues rows, bool labeled = true) => new(rows.Logits, Roles(labeled));

    /// <summary>RoSAS on rows of its own: its batches have three parts.</summary>
    private static ParityCase Rosas(RosasAblation ablation, int mixedRowCount = 2, double margin = 1) => new((encoder, _, labeled) =>
    {
        int[] places = [.. Enumerable.Range(0, RowCount)];
        var rows = new TrainingPass(
            new DrawnRowsSource(
                [
                    new RowDraw(places[..50], 6, WithReplacement: false),
                    new RowDraw(places[..50], 6, WithReplacement: false),
                    new RowDraw(places[50..], 6, WithReplacement: true),
                ],
                StepsPerEpoch,
                new SeededRandom(23)),
            FeatureCount);
        var head = Part("score", new LayerShape(Center.Length, 1, Activation.Tanh, HasBias: true));
        var codes = rows.Apply(encoder, rows.Inputs);
        var scores = rows.Apply(head, codes);
        if (ablation is RosasAblation.MixedRows or RosasAblation.RegressionForDeviation)
        {
            return [Group([new RosasObjective(codes, scores, margin, ablation)], encoder, head)];
        }

        var mix = rows.Mix(rows.Inputs, 0.5, new SeededRandom(24), mixedRowCount);
        var mixedScores = rows.Apply(head, rows.Apply(encoder, mix.Output));
        return [Group([new RosasObjective(codes, scores, mix, mixedScores, margin, ablation)], encoder, head)];
    });

    /// <summary>A discriminator, then generator and encoder; pairs made of noise of the first two passes or of others.</summary>
    private static UpdateGroup[] Pairs(
        NetworkPart encoder, TrainingPass rows, TrainingPass others, TrainingPass noiseOfRows, TrainingPass noiseOfOthers)
    {
        var generator = Part("generator", new LayerShape(Center.Length, FeatureCount, Activation.Tanh, HasBias: true));
        var (ofRows, ofCodes) = (
            Part("rows", new LayerShape(FeatureCount, 6, Activation.LeakyRelu, HasBias: true)),
            Part("codes", new LayerShape(Center.Length, 5, Activation.LeakyRelu, HasBias: true)));
        var joint = Part(
            "joint", new LayerShape(11, 4, Activation.LeakyRelu, HasBias: true), new LayerShape(4, 1, Activation.None, HasBias: true));
        return
        [
            Group([Objective(rows, noiseOfRows, AdversarialSide.Discriminator)], ofRows, ofCodes, joint),
            Group([Objective(others, noiseOfOthers, AdversarialSide.Generator)], generator, encoder),
        ];

        AdversarialObjective Objective(TrainingPass pass, TrainingPass noisePass, AdversarialSide side)
        {
            var noise = noisePass.DrawNoise(Center.Length, new SeededRandom(25 + (int)side));
            return new AdversarialObjective(
                Logits(pass, pass.Inputs, pass.Apply(encoder, pass.Inputs)),
                Logits(noisePass, noisePass.Apply(generator, noise), noise),
                side);
        }

        PassValue Logits(TrainingPass pass, PassValue values, PassValue codes) =>
            pass.Apply(joint, pass.Concatenate(pass.Apply(ofRows, values), pass.Apply(ofCodes, codes)));
    }

    private static NetworkPart Part(string name, params ReadOnlySpan<LayerShape> layers) =>
        new(name, NetworkParameters.Draw(NetworkShape.Of(layers), new SeededRandom(31)));

    private static UpdateGroup Group(Objective[] objectives, params NetworkPart[] parts) =>
        new(objectives, parts, new AdamOptions(1e-2, 1e-2));

    private UpdateGroup[] Groups(TrainingPass rows, TrainingPass labeled)
    {
        var (encoder, decoder, head) = CaseValues.PartsOf(Start(), EncoderLayers, HeadNumbers);
        if (_groups is not null)
        {
            return _groups(encoder, rows, labeled);
        }

        var objectives = _objectives!(
            new CaseValues(rows, encoder, decoder, head, Center),
            new CaseValues(labeled, encoder, decoder, head, Center));
        var usesHead = objectives.Any(objective => objective.Values.Any(value => value.Name == head.Name));
        NetworkPart?[] parts = [encoder, decoder, usesHead ? head : null];
        return [Group(objectives, [.. parts.OfType<NetworkPart>()])];
    }

    /// <summary>Rows 0, 10, ... are normal, 1, 11, ... abnormal, 2, 12, ... pseudo-abnormal; the others are not labelled.</summary>
    private static RowRoles Roles(bool labeled = true) => RowRoles.Of(
        labeled
            ? PoolLabels.Copy([.. Enumerable.Range(0, RowCount).Select(
                row => (row % 10) switch { 0 => RowLabel.Normal, 1 => RowLabel.Abnormal, _ => RowLabel.Unlabeled })])
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
        return LayerParameters.Copy(
            layer,
            Draw(layer.InputSize * layer.OutputSize, -bound, bound),
            Draw(units, -0.3, 0.3),
            Draw(units, 0.5, 1.5));
    }

    private static float[] PoolValues()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, RowCount * FeatureCount).Select(_ => random.NextSingle())];
    }
}
