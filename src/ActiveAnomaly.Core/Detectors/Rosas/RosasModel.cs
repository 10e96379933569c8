using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Rosas;

/// <summary>
/// A trained RoSAS network: a row's score is the network's output, from -1, normal, to 1, abnormal. Immutable and thread safe; needs no
/// engine, and gives a row the same bits wherever and however often it is scored.
/// </summary>
public sealed class RosasModel : DetectorModel, IScoreGraph
{
    private readonly ScoreNetwork _scorer;

    internal RosasModel(NetworkParameters network, string engineName)
        : base(network.Shape.InputSize)
    {
        Network = network;
        EngineName = engineName;
        _scorer = new ScoreNetwork(network);
    }

    /// <summary>Gets the options that the model was trained with.</summary>
    public new RosasOptions Options => (RosasOptions)base.Options;

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <summary>Gets the numbers of the network: two layers to the embedding, and two from there to the score.</summary>
    public NetworkParameters Network { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => _scorer.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, cancellationToken);
}
