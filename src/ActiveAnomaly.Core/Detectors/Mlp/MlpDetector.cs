using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Mlp;

/// <summary>
/// A multilayer perceptron that tells labelled rows of both kinds apart, by binary cross-entropy; unlabelled rows are weak negatives. After
/// Pimentel et al. ("Deep active learning for anomaly detection", IJCNN 2020), whose layer it takes as an option
/// (<see cref="NetworkDetectorOptions.UaiHead"/>). Immutable and thread safe.
/// </summary>
/// <remarks>
/// Without a row labelled abnormal, or without any row that it could be told from, there is nothing to train a classifier on: the model is
/// then an <see cref="IsolationForestModel"/>, which depends on the seed alone and is grown once a session.
/// </remarks>
public sealed class MlpDetector : NetworkDetector
{
    private readonly MlpOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MlpDetector(MlpOptions? options = null)
        : base(options ??= new MlpOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "MLP";

    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var roles = RowRoles.Of(request.LabelsWithTwins, []);
        return Scored(HasBothKinds(request, roles) ? Learn(request, roles) : PriorForest.ModelOf(request, Seed), request);
    }

    private bool HasBothKinds(TrainingRequest request, RowRoles roles) => request.Labels.AbnormalRows.Count > 0
        && (request.Labels.NormalRows.Count > 0 || (_options.WeakNegativeWeight > 0 && roles.Values.Contains(RowRole.Unlabeled)));

    private MlpModel Learn(TrainingRequest request, RowRoles roles)
    {
        var pool = request.Pool;
        RequireSquares(pool);
        var engine = Engine();
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var start = NetworkParameters.Draw(Shape(pool.FeatureCount), stage.Derive("weights"));
        var hiddenPart = new NetworkPart("hidden", start.FirstLayers(start.Layers.Count - 1));
        var outputPart = new NetworkPart("output", start.LayersFrom(start.Layers.Count - 1));
        var pass = new TrainingPass(Minibatches(pool, stage.Derive("shuffles")), pool.FeatureCount);
        var code = pass.Apply(hiddenPart, pass.Inputs);
        var logit = pass.Apply(outputPart, code);
        List<Objective> objectives = [new LabelCrossEntropyObjective(logit, roles, (float)_options.WeakNegativeWeight)];
        List<NetworkPart> parts = [hiddenPart, outputPart];
        var head = Head(pass, code, logit, roles, stage.Derive("head"));
        if (head is { } added)
        {
            objectives.Add(added.Loss);
            parts.Add(added.Part);
        }

        var result = engine.Train(
            new TrainingPlan
            {
                Rows = pool,
                Groups = [new UpdateGroup(objectives, parts, Optimizer)],
                EpochCount = _options.EpochCount,
                Progress = new ProgressReporter(request, _options.EpochCount, "training").Training,
            },
            request.CancellationToken);
        return new MlpModel(
            new NetworkParameters(start.Shape, [.. result.Of(hiddenPart).Layers, .. result.Of(outputPart).Layers]),
            TrainedHead(result, head?.Part, request.Labels),
            engine.Name);
    }

    private NetworkShape Shape(int featureCount)
    {
        var sizes = EncoderShape(featureCount).Layers;
        return NetworkShape.Of(
        [
            .. sizes.Select(layer => new LayerShape(layer.InputSize, layer.OutputSize, Activation.Relu, HasBias: true)),
            new LayerShape(sizes[^1].OutputSize, 1, Activation.None, HasBias: true),
        ]);
    }
}
