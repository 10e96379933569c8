using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Engines;
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
    protected override TrainedDetector Train(TrainingRequest request)
    {
        var pool = request.Pool;
        var engine = Engine();
        var encoder = EncoderShape(pool.FeatureCount);
        var stage = new SeededRandom(Seed).Derive("stage", request.Stage);
        var roles = RowRoles.Of(request.Labels, request.PseudoAbnormalRows);
        var objective = WithHead(new ReconstructionObjective(), roles, encoder.OutputSize, stage.Derive("head"));
        var plan = new TrainingPlan
        {
            Rows = pool,
            Start = NetworkParameters.Draw(encoder.WithDecoder(), stage.Derive("weights")),
            Terms = [new(Minibatches(pool, stage.Derive("shuffles")), objective)],
            EpochCount = _options.EpochCount,
            Optimizer = Optimizer,
            CodeLayer = encoder.Layers.Count - 1,
            Progress = new ProgressReporter(request, _options.EpochCount, "training").Training,
        };
        var trained = engine.Train(plan, request.CancellationToken).Parameters;
        return Scored(new AutoencoderModel(trained, TrainedHead(objective, request.Labels), engine.Name), request);
    }
}
