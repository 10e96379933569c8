using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// A trained network whose one output is a row's score. Immutable and thread safe; needs no engine, and gives a row the same bits wherever
/// and however often it is scored.
/// </summary>
public abstract class OutputNetworkModel : DetectorModel, IScoreGraph
{
    private readonly ScoreNetwork _scorer;

    private protected OutputNetworkModel(NetworkParameters network, string engineName)
        : base(network.Shape.InputSize)
    {
        Network = network;
        EngineName = engineName;
        _scorer = new ScoreNetwork(network);
    }

    /// <summary>Gets the network that scores, from d features to one output.</summary>
    public NetworkParameters Network { get; }

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => _scorer.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, cancellationToken);
}
