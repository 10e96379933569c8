using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Rosas;

/// <summary>
/// RoSAS (Xu et al., "RoSAS: Deep semi-supervised anomaly detection with contamination-resilient continuous supervision", Information
/// Processing and Management 60(5), 2023): a network that scores rows on a scale from normal to abnormal, learnt from a few
/// labelled anomalies and mixes of rows, with embeddings kept apart by triplets. Immutable and thread safe.
/// </summary>
public sealed class RosasDetector : WeaklySupervisedDetector
{
    /// <summary>The epochs without a rise after which training stops on validation rows, in the authors' program.</summary>
    internal const int Patience = 15;

    /// <summary>The rise of ROC AUC plus AUC-PR that counts, in the authors' program.</summary>
    internal const double SmallestRise = 1e-4;

    private readonly RosasOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public RosasDetector(RosasOptions? options = null)
        : base(options ??= new RosasOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "RoSAS";

    /// <summary>
    /// Gets the shape of the network: d - d + (h - d) / 2 - h - h / 2 - 1, without biases but for the score's.
    /// </summary>
    internal static NetworkShape Shape(int featureCount, int embeddingSize, bool isBounded)
    {
        var hiddenSize = featureCount + ((embeddingSize - featureCount) / 2);
        var scoreSize = embeddingSize / 2;
        return NetworkShape.Of(
            new LayerShape(featureCount, hiddenSize, Activation.LeakyRelu),
            new LayerShape(hiddenSize, embeddingSize, Activation.None),
            new LayerShape(embeddingSize, scoreSize, Activation.LeakyRelu),
            new LayerShape(scoreSize, 1, isBounded ? Activation.Tanh : Activation.None, HasBias: true));
    }

    /// <inheritdoc/>
    private protected override DetectorModel Train(TrainingRequest request, int[] abnormalRows, int[] unlabeledRows)
    {
        var pool = request.Pool;
        var tripletCount = Math.Min(_options.BatchSize, unlabeledRows.Length);
        RequireSquares(pool, 3 * tripletCount);
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var shape = Shape(pool.FeatureCount, _options.EmbeddingSize, _options.Ablation != RosasAblation.RegressionForDeviation);
        var start = NetworkParameters.Draw(shape, stage.Derive("weights"));
        var encoder = new NetworkPart("encoder", start.FirstLayers(2));
        var head = new NetworkPart("score head", start.LayersFrom(2));
        var source = new DrawnRowsSource(
            [
                new RowDraw(unlabeledRows, tripletCount, WithReplacement: false),
                new RowDraw(unlabeledRows, tripletCount, WithReplacement: false),
                new RowDraw(abnormalRows, tripletCount, WithReplacement: true),
            ],
            _options.StepCount,
            stage.Derive("batches"));
        var engine = Engine();
        var plan = new TrainingPlan
        {
            Rows = pool,
            Groups =
            [
                new UpdateGroup(
                    [Objective(new TrainingPass(source, pool.FeatureCount), encoder, head, stage.Derive("mixes"))],
                    [encoder, head],
                    new AdamOptions(_options.LearningRate, _options.WeightDecay)),
            ],
            EpochCount = _options.EpochCount,
            Selection = Selection(request, encoder, head),
            Progress = new ProgressReporter(request, _options.EpochCount, "training").Training,
        };
        var result = engine.Train(plan, request.CancellationToken);
        return new RosasModel(Joined(result.Of(encoder), result.Of(head)), engine.Name);
    }

    private static NetworkParameters Joined(NetworkParameters encoder, NetworkParameters head) =>
        new(NetworkShape.Of([.. encoder.Shape.Layers, .. head.Shape.Layers]), [.. encoder.Layers, .. head.Layers]);

    private RosasObjective Objective(TrainingPass pass, NetworkPart encoder, NetworkPart head, SeededRandom random)
    {
        var embeddings = pass.Apply(encoder, pass.Inputs);
        var scores = pass.Apply(head, embeddings);
        if (_options.Ablation is RosasAblation.MixedRows or RosasAblation.RegressionForDeviation)
        {
            return new RosasObjective(embeddings, scores, _options.Margin, _options.Ablation);
        }

        var mix = pass.Mix(pass.Inputs, _options.Alpha, random, _options.MixedRowCount);
        var mixedScores = pass.Apply(head, pass.Apply(encoder, mix.Output));
        return new RosasObjective(embeddings, scores, mix, mixedScores, _options.Margin, _options.Ablation);
    }

    /// <summary>Gets which epoch's network is taken: the last one's, or the best on rows that should not be known.</summary>
    private EpochSelection? Selection(TrainingRequest request, NetworkPart encoder, NetworkPart head)
    {
        if (!_options.StopsOnValidation)
        {
            return null;
        }

        var validation = request.Validation ?? throw new ArgumentException(
            $"{nameof(RosasOptions.StopsOnValidation)} is on, and the request has no {nameof(TrainingRequest.Validation)} rows to stop by; "
            + "give some, or leave the option off, which it is by default.",
            nameof(request));
        if (validation.Rows.FeatureCount != request.Pool.FeatureCount)
        {
            throw new ArgumentException(
                $"The validation rows have {validation.Rows.FeatureCount} features and the pool's {request.Pool.FeatureCount}; "
                + "the two must agree.",
                nameof(request));
        }

        return new EpochSelection(
            epoch =>
            {
                var scores = new RosasModel(Joined(epoch.Of(encoder), epoch.Of(head)), string.Empty).Score(validation.Rows);
                return Ranking.RocAuc(scores, validation.IsAbnormal) + Ranking.PrecisionRecallAuc(scores, validation.IsAbnormal);
            },
            Patience)
        {
            SmallestRise = SmallestRise,
        };
    }
}
