using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.FeaWad;

/// <summary>
/// A trained FeaWAD network: layers on top of what an autoencoder says of a row, of which ordinary rows have a score of about 0. Immutable
/// and thread safe; needs no engine, and gives a row the same bits wherever and however often it is scored.
/// </summary>
public sealed class FeaWadModel : DetectorModel, IScoreGraph
{
    private readonly FeaWadScorer _scorer;

    internal FeaWadModel(
        NetworkParameters encoder, NetworkParameters decoder, IReadOnlyList<NetworkParameters> scoreLayers, string engineName)
        : base(encoder.Shape.InputSize)
    {
        Encoder = encoder;
        Decoder = decoder;
        ScoreLayers = scoreLayers;
        EngineName = engineName;
        _scorer = new FeaWadScorer(encoder, decoder, scoreLayers);
    }

    /// <summary>Gets the network that maps a row x to its code z.</summary>
    public NetworkParameters Encoder { get; }

    /// <summary>Gets the network that makes a row x' of a code.</summary>
    public NetworkParameters Decoder { get; }

    /// <summary>
    /// Gets the layers from the encoding [r / ||r||, z, ||r||], r = x - x', to the score; each takes ||r|| beside the outputs of the one
    /// before.
    /// </summary>
    public IReadOnlyList<NetworkParameters> ScoreLayers { get; }

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <summary>Gets what the next stage starts from; null where every stage pre-trains anew, and for a model that was loaded.</summary>
    internal FeaWadDetector.PretrainedAutoencoder? Pretrained { get; init; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => _scorer.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, cancellationToken);
}
