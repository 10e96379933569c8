using System.Buffers;
using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Detectors.Ensembles;

/// <summary>
/// Several models of one method with one score, the mean of the members' calibrated scores. How far the members disagree is an
/// uncertainty. Immutable and thread safe.
/// </summary>
public sealed class EnsembleModel : DetectorModel, ISpread, IScoreGraph
{
    private readonly ScoreCalibration[] _calibrations;
    private readonly DetectorModel[] _members;
    private readonly QueryScorer? _queryScorer;

    internal EnsembleModel(DetectorModel[] members, ScoreCalibration[] calibrations)
        : base(members[0].FeatureCount)
    {
        _members = members;
        _calibrations = calibrations;
        _queryScorer = Array.TrueForAll(members, member => member.TryGet<IQueryScorer>(out _)) ? new QueryScorer(this) : null;
    }

    /// <summary>Gets the members.</summary>
    public IReadOnlyList<DetectorModel> Members => _members;

    /// <summary>Gets how the members' scores become one.</summary>
    public EnsembleCombination Combination => _calibrations[0].Combination;

    internal IReadOnlyList<ScoreCalibration> Calibrations => _calibrations;

    /// <inheritdoc/>
    public float[] Spread(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        float[][] calibrated = [.. _members.Select((member, i) => Calibrated(i, member.Score(rows, cancellationToken)))];
        var spread = new float[rows.RowCount];
        for (var row = 0; row < spread.Length; row++)
        {
            var mean = calibrated.Average(scores => (double)scores[row]);
            spread[row] = (float)Math.Sqrt(calibrated.Average(scores => (scores[row] - mean) * (scores[row] - mean)));
        }

        return spread;
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features)
    {
        var isRanked = Combination == EnsembleCombination.RankAverage;
        var calibrated = _members.Select(
            (member, i) => _calibrations[i].AddTo(graph, graph.ScoreOf(member, $"member {i}", features, isRanked)));
        return graph.Divide(calibrated.Aggregate(graph.Add), graph.Scalar((float)_members.Length));
    }

    /// <summary>
    /// Makes an ensemble of trained members. Their training scores become the ensemble's, so that nothing is scored again.
    /// </summary>
    internal static TrainedDetector Combine(EnsembleCombination combination, TrainedDetector[] trained)
    {
        ScoreCalibration[] calibrations = [.. trained.Select(member => ScoreCalibration.Learn(combination, member.Scores.Span))];
        var model = new EnsembleModel([.. trained.Select(member => member.Model)], calibrations);
        var scores = new float[trained[0].Scores.Length];
        for (var i = 0; i < trained.Length; i++)
        {
            model.AddCalibrated(i, trained[i].Scores.Span, scores);
        }

        model.Average(scores);
        return model._queryScorer is null
            ? new TrainedDetector(model, scores)
            : new TrainedDetector(model, scores, Mean([.. trained.Select(member => member.QueryScores)]));
    }

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => _queryScorer as T ?? base.Find<T>();

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        // The stack holds a single row's score, so that scoring it allocates nothing.
        float[]? rented = null;
        var own = scores.Length <= 64 ? stackalloc float[64] : (rented = ArrayPool<float>.Shared.Rent(scores.Length));
        try
        {
            own = own[..scores.Length];
            scores.Clear();
            for (var i = 0; i < _members.Length; i++)
            {
                _members[i].ScoreInto(rows, own, cancellationToken);
                AddCalibrated(i, own, scores);
            }

            Average(scores);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }
    }

    /// <summary>
    /// The mean of the members' query scores. Members that query by a head's output agree on its scale: it needs no
    /// calibration.
    /// </summary>
    private static float[] Mean(ReadOnlyMemory<float>[] queryScores)
    {
        var mean = new float[queryScores[0].Length];
        for (var row = 0; row < mean.Length; row++)
        {
            var sum = 0.0;
            foreach (var member in queryScores)
            {
                sum += member.Span[row];
            }

            mean[row] = (float)(sum / queryScores.Length);
        }

        return mean;
    }

    private void AddCalibrated(int member, ReadOnlySpan<float> own, Span<float> sums)
    {
        for (var row = 0; row < sums.Length; row++)
        {
            sums[row] += _calibrations[member].Apply(own[row]);
        }
    }

    private void Average(Span<float> sums)
    {
        foreach (ref var score in sums)
        {
            score /= _members.Length;
        }
    }

    private float[] Calibrated(int member, float[] scores) => [.. scores.Select(_calibrations[member].Apply)];

    /// <summary>The ability of an ensemble whose members all query by something else than their scores.</summary>
    private sealed class QueryScorer(EnsembleModel model) : IQueryScorer
    {
        public void Score(FeatureMatrix rows, Span<float> scores, Span<float> queryScores, CancellationToken cancellationToken)
        {
            model.RequireFeatures(rows);
            var own = new float[rows.RowCount];
            var queries = new ReadOnlyMemory<float>[model._members.Length];
            scores.Clear();
            for (var i = 0; i < queries.Length; i++)
            {
                var query = new float[own.Length];
                if (model._members[i].TryGet<IQueryScorer>(out var scorer))
                {
                    scorer.Score(rows, own, query, cancellationToken);
                }

                model.AddCalibrated(i, own, scores);
                queries[i] = query;
            }

            model.Average(scores);
            Mean(queries).CopyTo(queryScores);
        }
    }
}
