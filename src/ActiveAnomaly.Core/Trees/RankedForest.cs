using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Trees;

/// <summary>
/// A classification forest whose equals are ranked by an isolation forest: the score is the mean abnormal share of the leaves that a row
/// reaches, and half of a tree's share times the isolation forest's score. Immutable and thread safe.
/// </summary>
/// <param name="prior">The isolation forest.</param>
/// <param name="classifier">The classification forest; without a tree, the score is the isolation forest's.</param>
internal sealed class RankedForest(IsolationForest prior, ClassificationForest classifier)
{
    /// <summary>Gets the isolation forest.</summary>
    public IsolationForest Prior => prior;

    /// <summary>Gets the classification forest.</summary>
    public ClassificationForest Classifier => classifier;

    /// <summary>
    /// Gets what the isolation forest's score counts for: pure leaves' means are multiples of 1 / trees, and its scores at most 1; half of
    /// that reorders none.
    /// </summary>
    private double PriorShare => classifier.TreeCount > 0 ? 0.5 / classifier.TreeCount : 1;

    /// <summary>Scores rows.</summary>
    /// <param name="rows">Row-major, finite.</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="scores">Receives one score a row, in [0, 1.5].</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> rows, int featureCount, Span<float> scores, CancellationToken cancellationToken)
    {
        prior.Score(rows, featureCount, scores, cancellationToken);
        if (classifier.TreeCount > 0)
        {
            classifier.Score(rows, featureCount, scores, PriorShare, cancellationToken);
        }
    }

    /// <summary>Adds what features add to a row's score: exact for the classifier, by the chord for the isolation forest.</summary>
    /// <param name="row">The row [d].</param>
    /// <param name="reference">The row that it is compared with [d].</param>
    /// <param name="contributions">To each of these numbers its feature's contribution is added [d].</param>
    public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        ForestContributions.AddScore(prior, PriorShare, row, reference, contributions);
        if (classifier.TreeCount > 0)
        {
            ForestContributions.AddMean(classifier, row, reference, contributions);
        }
    }

    /// <summary>Adds the scores of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="features">Single [rows x d].</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue features)
    {
        var ofPrior = prior.AddScore(graph, features);
        return classifier.TreeCount == 0 ? ofPrior : classifier.AddScore(graph, features, ofPrior, PriorShare);
    }
}
