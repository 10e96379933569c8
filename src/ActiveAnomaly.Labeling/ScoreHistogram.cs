namespace ActiveAnomaly.Labeling;

/// <summary>Counts rows by their scores, in equally wide parts from the lowest to the highest. Immutable.</summary>
internal sealed class ScoreHistogram
{
    private readonly int _binCount;

    public ScoreHistogram(ModelState model, int binCount)
    {
        Model = model;
        _binCount = binCount;
        var scores = model.Scores.Span;
        var (lowest, highest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var score in scores)
        {
            lowest = Math.Min(lowest, score);
            highest = Math.Max(highest, score);
        }

        (Minimum, Maximum) = (lowest, highest);
        var counts = new int[binCount];
        foreach (var score in scores)
        {
            counts[BinOf(score)]++;
        }

        Counts = counts;
    }

    public ModelState Model { get; }

    public float Minimum { get; }

    public float Maximum { get; }

    /// <summary>Gets the number of all rows in each part.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>Counts some of the rows.</summary>
    public IReadOnlyList<int> CountsOf(IEnumerable<int> rows)
    {
        var counts = new int[_binCount];
        foreach (var row in rows)
        {
            counts[BinOf(Model.Scores.Span[row])]++;
        }

        return counts;
    }

    /// <summary>The highest score is in the last part; where all are equal, they are in the first.</summary>
    private int BinOf(float score) =>
        Maximum > Minimum ? Math.Min((int)(((double)score - Minimum) / ((double)Maximum - Minimum) * _binCount), _binCount - 1) : 0;
}
