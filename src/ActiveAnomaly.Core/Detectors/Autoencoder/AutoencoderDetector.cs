using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Training;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.Autoencoder;

/// <summary>
/// An autoencoder as a detector: rows that it cannot reproduce are anomalies. It learns from labels only through a UAI head
/// (Pimentel et al., IJCNN 2020). Immutable and thread safe.
/// </summary>
public sealed class AutoencoderDetector : NetworkDetector
{
    private readonly AutoencoderOptions _options;

    /// <summary>Creates the detector.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public AutoencoderDetector(AutoencoderOptions? options = null)
        : base(options ??= new AutoencoderOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "Autoencoder";

    /// <inheritdoc/>
    public override bool UsesLabels => _options.UaiHead is not null;

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => FeatureRange.Sigmoid as T ?? base.Find<T>();

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        var pool = request.Pool;
        RequireSquares(pool);
        var engine = Engine();
        var encoder = EncoderShape(pool.FeatureCount);
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var roles = Roles(request);
        var start = NetworkParameters.Draw(encoder.WithDecoder(), stage.Derive("weights"));
        var encoderPart = new NetworkPart("encoder", start.FirstLayers(encoder.Layers.Count));
        var decoderPart = new NetworkPart("decoder", start.LayersFrom(encoder.Layers.Count));
        var pass = new TrainingPass(Minibatches(pool, stage.Derive("shuffles")), pool.FeatureCount);
        var code = pass.Apply(encoderPart, pass.Inputs);
        var output = pass.Apply(decoderPart, code);
        List<Objective> objectives = [new ReconstructionObjective(output, pass.Inputs)];
        List<NetworkPart> parts = [encoderPart, decoderPart];
        NetworkPart? headPart = null;
        if (_options.UaiHead is not null && Head(pass, code, pass.RowError(output, pass.Inputs), roles, stage.Derive("head")) is { } head)
        {
            objectives.Add(head.Loss);
            parts.Add(headPart = head.Part);
        }

        var plan = new TrainingPlan
        {
            Rows = pool,
            Groups = [new UpdateGroup(objectives, parts, Optimizer)],
            EpochCount = _options.EpochCount,
            Progress = new ProgressReporter(request, _options.EpochCount, "training").Training,
        };
        var result = engine.Train(plan, request.CancellationToken);
        var trained = new NetworkParameters(start.Shape, [.. result.Of(encoderPart).Layers, .. result.Of(decoderPart).Layers]);
        return Scored(new AutoencoderModel(trained, TrainedHead(result, headPart, request.Labels), engine.Name), request);
    }
}
