using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.PReNet;

/// <summary>
/// A trained network of pairwise relations: a row's score is the mean relation with unlabelled and with abnormal rows, drawn once. That is
/// linear in the row's code, with what those rows give as a part of its offset: one network d - hidden layers - 1. Immutable and thread
/// safe.
/// </summary>
public sealed class PReNetModel : DetectorModel, IScoreGraph
{
    private readonly ScoreNetwork _scorer;

    internal PReNetModel(NetworkParameters network, string engineName)
        : base(network.Shape.InputSize)
    {
        Network = network;
        EngineName = engineName;
        _scorer = new ScoreNetwork(network);
    }

    /// <summary>Gets the network d - hidden layers - 1 that scores.</summary>
    public NetworkParameters Network { get; }

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => _scorer.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, cancellationToken);
}
