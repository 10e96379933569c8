using System.Security.Cryptography;
using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// The procedure that the deep one-class methods share: draw an encoder, pre-train it as an autoencoder, fix the centre,
/// train with the method's losses, set the threshold. Methods differ in the losses only.
/// </summary>
public abstract class DeepOneClassDetector : Detector
{
    /// <summary>Components of the centre that are closer to zero than this are moved to it: a zero unit is trivially matched by zero weights.</summary>
    public const float SmallestCenterComponent = 0.1f;

    private readonly DeepOneClassOptions _options;

    private protected DeepOneClassDetector(DeepOneClassOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        Seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
    }

    /// <inheritdoc/>
    public override long Seed { get; }

    /// <inheritdoc/>
    public override DetectorModel Fit(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var pool = request.Pool;
        if (pool.RowCount < 2)
        {
            throw new FeatureDataException(
                pool.RowCount == 0
                    ? "The pool has no rows; at least two are needed to train. Check the file, and filters before the trainer."
                    : "The pool has one row; at least two are needed to train, for batch normalisation takes a variance.");
        }

        var engine = _options.Engine == EngineChoice.Torch ? EngineDiscovery.RequireTorch() : new ManagedEngine();
        var random = new SeededRandom(Seed);
        var progress = new ProgressReporter(request, _options.EpochCount);
        var pretrained = Pretrain(request, engine, random, progress);
        var center = Center(pretrained, pool, request.CancellationToken);
        var roles = RowRoles.Of(request.Labels, request.PseudoAbnormalRows);
        var baseObjective = BaseObjective(center, roles);
        var stage = random.Derive("stage", request.Stage);
        var plan = new TrainingPlan
        {
            Rows = pool,
            Start = pretrained,
            Terms = [new(new MinibatchSource(pool.RowCount, _options.BatchSize, stage.Derive("one-class shuffles")), baseObjective), .. LabelTerms(center, request.Labels)],
            EpochCount = _options.EpochCount,
            Optimizer = new AdamOptions(_options.LearningRate, _options.WeightDecay),
            FrozenFromEpoch = _options.BatchNorm == BatchNormMode.FrozenAfterFirstEpoch ? 1 : null,
            Progress = progress.Training,
        };
        var encoder = engine.Train(plan, request.CancellationToken).Parameters;
        var scores = DeepOneClassModel.Scores(encoder, center, pool, request.CancellationToken);
        var threshold = _options.Threshold ?? (float)Quantile.Of(scores, 1 - _options.Contamination);
        return new DeepOneClassModel(
            Name, _options, Seed, request.Stage, engine.Name, encoder, center, (baseObjective as SoftBoundaryObjective)?.Radius, threshold)
        {
            Pretrained = _options.ReusePretraining ? pretrained : null,
        };
    }

    /// <summary>Makes the loss of the minibatches.</summary>
    private protected abstract Objective BaseObjective(float[] center, RowRoles roles);

    /// <summary>Makes the further passes of a step that labels call for.</summary>
    private protected virtual IEnumerable<TrainingTerm> LabelTerms(float[] center, PoolLabels labels) => [];

    /// <summary>
    /// Computes the centre: the mean over all rows of the codes in evaluation mode, with components closer to zero than
    /// <see cref="SmallestCenterComponent"/> moved away from it (exactly 0 becomes positive).
    /// </summary>
    internal static float[] Center(NetworkParameters encoder, FeatureMatrix pool, CancellationToken cancellationToken)
    {
        var network = new InferenceNetwork(encoder, KernelSet.For(VectorPaths.Default));
        var sums = new double[network.OutputSize];
        network.Run(
            pool.Values,
            pool.RowCount,
            (sums, network.OutputStride),
            static (state, _, count, outputs) =>
            {
                for (var i = 0; i < count; i++)
                {
                    for (var k = 0; k < state.sums.Length; k++)
                    {
                        state.sums[k] += outputs[(i * state.OutputStride) + k];
                    }
                }
            },
            cancellationToken);
        return [.. sums.Select(sum => AwayFromZero((float)(sum / pool.RowCount)))];
    }

    private static float AwayFromZero(float component) =>
        MathF.Abs(component) >= SmallestCenterComponent ? component : component < 0 ? -SmallestCenterComponent : SmallestCenterComponent;

    private NetworkParameters Pretrain(TrainingRequest request, ITrainingEngine engine, SeededRandom random, ProgressReporter progress)
    {
        var pool = request.Pool;
        var d = pool.FeatureCount;
        var encoder = NetworkShape.Encoder(
            d, _options.HiddenSizes ?? NetworkShape.DefaultHiddenSizes(d), _options.CodeSize ?? NetworkShape.DefaultCodeSize(d));
        if (_options.ReusePretraining && (request.Previous as DeepOneClassModel)?.Pretrained is { } reused && reused.Shape.Layers.SequenceEqual(encoder.Layers))
        {
            return reused;
        }

        var stream = _options.ReusePretraining ? random.Derive("every stage") : random.Derive("stage", request.Stage);
        var start = NetworkParameters.Draw(encoder.WithDecoder(), stream.Derive("weights"));
        if (_options.PretrainingEpochCount == 0)
        {
            return start.FirstLayers(encoder.Layers.Count);
        }

        var plan = new TrainingPlan
        {
            Rows = pool,
            Start = start,
            Terms = [new(new MinibatchSource(pool.RowCount, _options.BatchSize, stream.Derive("pre-training shuffles")), new ReconstructionObjective())],
            EpochCount = _options.PretrainingEpochCount,
            Optimizer = new AdamOptions(_options.LearningRate, _options.WeightDecay),
            Progress = progress.Pretraining,
        };
        return engine.Train(plan, request.CancellationToken).Parameters.FirstLayers(encoder.Layers.Count);
    }
}
