using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TwoStage;

/// <summary>
/// The rows that the second stage learns from, each with the confidence that it is what it is taken for. A row is in a tree with its
/// confidence for a probability. Thread safe.
/// </summary>
internal sealed class ConfidentRows
{
    private readonly FeatureMatrix _pool;
    private readonly Row[] _abnormal;
    private readonly Row[] _labelledNormal;
    private readonly Row[] _reliable;
    private readonly int _drawnCount;

    private ConfidentRows(FeatureMatrix pool, Row[] abnormal, Row[] labelledNormal, Row[] reliable, int mostReliableRows)
    {
        _pool = pool;
        _abnormal = abnormal;
        _labelledNormal = labelledNormal;
        _reliable = reliable;
        _drawnCount = Math.Min(reliable.Length, mostReliableRows);
    }

    /// <summary>Gets the labelled and the likely anomalies.</summary>
    public IReadOnlyList<Row> Abnormal => _abnormal;

    /// <summary>Gets the labelled and the reliably normal rows.</summary>
    public IReadOnlyList<Row> Normal => [.. _labelledNormal, .. _reliable];

    /// <summary>Gathers the rows, or gives null where none is normal.</summary>
    /// <param name="request">The pool and its labels.</param>
    /// <param name="total">What the first stage says.</param>
    /// <param name="mostReliableRows">The most reliably normal rows that a tree draws.</param>
    public static ConfidentRows? Of(TrainingRequest request, TotalScores total, int mostReliableRows)
    {
        var (labels, twins) = (request.Labels, request.LabelsWithTwins);
        var pseudoAbnormal = request.PseudoAbnormalRows.ToHashSet();
        List<Row> abnormal = [.. labels.AbnormalRows.Select(row => new Row(row, 1))];
        var reliable = new List<Row>();
        for (var row = 0; row < total.Scores.Length; row++)
        {
            var score = total.Scores[row];
            if (twins[row] != RowLabel.Unlabeled)
            {
                // Labelled rows are themselves; of their twins no more is known than that.
                continue;
            }

            if (score >= total.Alpha || pseudoAbnormal.Contains(row))
            {
                abnormal.Add(new Row(row, total.Highest > 0 ? score / total.Highest : 0));
            }
            else if (score <= total.Beta)
            {
                reliable.Add(new Row(row, (total.Highest - score) / (total.Highest - total.Lowest)));
            }
        }

        return reliable.Count + labels.NormalRows.Count == 0
            ? null
            : new ConfidentRows(
                request.Pool, [.. abnormal], [.. labels.NormalRows.Select(row => new Row(row, 1))], [.. reliable], mostReliableRows);
    }

    /// <summary>Draws the rows of one tree, at least one labelled anomaly among them.</summary>
    /// <param name="random">The tree's random numbers.</param>
    public WeightedRows Draw(SeededRandom random)
    {
        List<int> rows = [.. Kept(_abnormal, random)];
        var abnormalCount = rows.Count;
        rows.AddRange(Kept(_labelledNormal, random));
        var reliable = _drawnCount < _reliable.Length
            ? random.SampleRange(_reliable.Length, _drawnCount).Select(i => _reliable[i])
            : _reliable;
        rows.AddRange(Kept(reliable, random));
        var (isAbnormal, weights) = (new bool[rows.Count], new double[rows.Count]);
        isAbnormal.AsSpan(0, abnormalCount).Fill(true);
        Array.Fill(weights, 1);
        return new WeightedRows(_pool.Select([.. rows]), isAbnormal, weights);
    }

    private static IEnumerable<int> Kept(IEnumerable<Row> rows, SeededRandom random) =>
        rows.Where(row => random.NextDouble() < row.Confidence).Select(row => row.Index);

    /// <summary>A row and the confidence that it is what it is taken for, in [0, 1].</summary>
    internal readonly record struct Row(int Index, double Confidence);
}
