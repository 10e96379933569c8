using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.BiGan;

/// <summary>
/// A trained bidirectional generative adversarial network: a row's score is the mean squared error of what the generator makes of its code,
/// 1 / d sum of (G(E(x)) - x)^2. Immutable and thread safe.
/// </summary>
public sealed class BiGanModel : DetectorModel, IScoreGraph
{
    private readonly NetworkScorer _scorer;
    private readonly ErrorContributions _contributions;

    internal BiGanModel(NetworkParameters encoder, NetworkParameters generator, string engineName)
        : base(encoder.Shape.InputSize)
    {
        Encoder = encoder;
        Generator = generator;
        EngineName = engineName;
        var joined = new NetworkParameters(
            NetworkShape.Of([.. encoder.Shape.Layers, .. generator.Shape.Layers]), [.. encoder.Layers, .. generator.Layers]);
        _scorer = new NetworkScorer(joined, encoder.Layers.Count, head: null);
        _contributions = new ErrorContributions(this);
    }

    /// <summary>Gets the network E that maps a row to its code.</summary>
    public NetworkParameters Encoder { get; }

    /// <summary>Gets the network G that makes a row of a code, or of noise.</summary>
    public NetworkParameters Generator { get; }

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => _scorer.AddScore(graph, features);

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => _contributions as T ?? base.Find<T>();

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, default, cancellationToken);

    /// <summary>The error is a sum over features: each has its own share.</summary>
    private sealed class ErrorContributions(BiGanModel model) : IContributions
    {
        public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
        {
            model.RequireFeatures(row, reference, contributions);
            model._scorer.AddErrorContributions(row, reference, contributions);
        }
    }
}
