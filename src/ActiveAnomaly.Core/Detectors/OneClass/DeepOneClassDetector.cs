using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Training;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>
/// The procedure that the deep one-class methods share: draw an encoder, pre-train it as an autoencoder, fix the centre,
/// train with the method's losses, set the threshold. Methods differ in the losses only.
/// </summary>
public abstract class DeepOneClassDetector : NetworkDetector
{
    /// <summary>
    /// Components of the centre that are closer to zero than this are moved to it: a zero unit is trivially matched by zero
    /// weights.
    /// </summary>
    public const float SmallestCenterComponent = 0.1f;

    private readonly DeepOneClassOptions _options;

    private protected DeepOneClassDetector(DeepOneClassOptions options)
        : base(options) => _options = options;

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => (_options.PretrainingEpochCount > 0 ? FeatureRange.Sigmoid as T : null) ?? base.Find<T>();

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        var pool = request.Pool;
        RequireSquares(pool);
        var engine = Engine();
        var random = new SeededRandom(Seed);
        var stage = random.Derive("stage", request.Stage);
        var progress = new ProgressReporter(request, _options.EpochCount, "one-class training");
        var pretrained = Pretrain(request, engine, random, progress);
        var center = Center(pretrained, CenterPool(pool, stage), request.CancellationToken);
        var roles = Roles(request);
        var part = new NetworkPart("encoder", pretrained);
        var pass = new TrainingPass(Minibatches(pool, stage.Derive("one-class shuffles")), pool.FeatureCount);
        var code = pass.Apply(part, pass.Inputs);
        var scores = pass.SquaredDistance(code, center);
        var baseObjective = BaseObjective(scores, roles);
        var headPart = Head(pass, code, scores, roles, stage.Derive("head"));
        List<Objective> objectives = [baseObjective, .. LabelObjectives(part, center, request.Labels)];
        List<NetworkPart> parts = [part];
        if (headPart is { } added)
        {
            objectives.Insert(1, added.Loss);
            parts.Add(added.Part);
        }

        var plan = new TrainingPlan
        {
            Rows = pool,
            Groups = [new UpdateGroup(objectives, parts, Optimizer)],
            EpochCount = _options.EpochCount,
            FrozenFromEpoch = _options.BatchNorm == BatchNormMode.FrozenAfterFirstEpoch ? 1 : null,
            Progress = progress.Training,
        };
        var result = engine.Train(plan, request.CancellationToken);
        var encoder = result.Of(part);
        var head = TrainedHead(result, headPart?.Part, request.Labels);
        (FeatureMatrix, object, NetworkParameters)? reused = _options.ReusePretraining ? (pool, KeyOf(request, engine), pretrained) : null;
        return Scored(
            baseObjective is SoftBoundaryObjective soft
                ? new SoftBoundaryModel(encoder, center, head, soft.Radius, engine.Name) { Pretrained = reused }
                : new DeepOneClassModel(encoder, center, head, engine.Name) { Pretrained = reused },
            request);
    }

    /// <summary>Makes the loss of the minibatches.</summary>
    private protected abstract ScoreObjective BaseObjective(PassValue scores, RowRoles roles);

    /// <summary>
    /// Makes the further losses, over passes of their own, that labels call for: one row a label, for twins would only repeat it.
    /// </summary>
    private protected virtual IEnumerable<Objective> LabelObjectives(NetworkPart encoder, float[] center, PoolLabels labels) => [];

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

    /// <summary>The rows that the centre is the mean of, as the options say.</summary>
    private FeatureMatrix CenterPool(FeatureMatrix pool, SeededRandom stage)
    {
        if (_options.CenterRows == CenterRows.All || pool.RowCount % Math.Min(_options.BatchSize, pool.RowCount) == 0)
        {
            return pool;
        }

        var order = Enumerable.Range(0, pool.RowCount).ToArray();
        stage.Derive("centre").Shuffle(order.AsSpan());
        return pool.Select(order.AsSpan(0, pool.RowCount - (pool.RowCount % _options.BatchSize)));
    }

    private NetworkParameters Pretrain(TrainingRequest request, ITrainingEngine engine, SeededRandom random, ProgressReporter progress)
    {
        var pool = request.Pool;
        var key = KeyOf(request, engine);
        if (_options.ReusePretraining && (request.Previous as DeepOneClassModel)?.Pretrained is { } reused
            && ReferenceEquals(reused.Pool, pool) && reused.Key.Equals(key))
        {
            return reused.Encoder;
        }

        var encoder = EncoderShape(pool.FeatureCount);
        return request.Cache is { } cache
            ? cache.GetOrAdd(pool, key, () => Pretrain(request, engine, encoder, key.Stage, random, progress))
            : Pretrain(request, engine, encoder, key.Stage, random, progress);
    }

    private PretrainingKey KeyOf(TrainingRequest request, ITrainingEngine engine) => new(
        EncoderShape(request.Pool.FeatureCount).ToString(),
        _options.PretrainingEpochCount,
        _options.BatchSize,
        _options.LargestStepCount,
        Optimizer,
        engine.Name,
        Seed,
        _options.ReusePretraining ? null : request.Stage);

    private NetworkParameters Pretrain(
        TrainingRequest request, ITrainingEngine engine, NetworkShape encoder, int? stage, SeededRandom random, ProgressReporter progress)
    {
        var pool = request.Pool;
        var stream = stage is { } index ? random.Derive("stage", index) : random.Derive("every stage");
        var start = NetworkParameters.Draw(encoder.WithDecoder(), stream.Derive("weights"));
        if (_options.PretrainingEpochCount == 0)
        {
            return start.FirstLayers(encoder.Layers.Count);
        }

        var part = new NetworkPart("autoencoder", start);
        var pass = new TrainingPass(Minibatches(pool, stream.Derive("pre-training shuffles")), pool.FeatureCount);
        var plan = new TrainingPlan
        {
            Rows = pool,
            Groups = [new UpdateGroup([new ReconstructionObjective(pass.Apply(part, pass.Inputs), pass.Inputs)], [part], Optimizer)],
            EpochCount = _options.PretrainingEpochCount,
            Progress = progress.Pretraining,
        };
        return engine.Train(plan, request.CancellationToken).Of(part).FirstLayers(encoder.Layers.Count);
    }

    /// <summary>All that pre-training depends on, beside the pool.</summary>
    private sealed record PretrainingKey(
        string Shape,
        int EpochCount,
        int BatchSize,
        int? LargestStepCount,
        AdamOptions Optimizer,
        string Engine,
        long Seed,
        int? Stage);
}
