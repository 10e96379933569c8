using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.DevNet;

/// <summary>
/// A trained deviation network: a row's score is the network's one output, of which ordinary rows have about 0. Immutable and thread safe.
/// </summary>
public sealed class DevNetModel : DetectorModel, IScoreGraph
{
    private readonly ScoreNetwork _scorer;

    internal DevNetModel(NetworkParameters network, string engineName)
        : base(network.Shape.InputSize)
    {
        Network = network;
        EngineName = engineName;
        _scorer = new ScoreNetwork(network);
    }

    /// <summary>Gets the network d - hidden layers - 1.</summary>
    public NetworkParameters Network { get; }

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => _scorer.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, cancellationToken);
}
