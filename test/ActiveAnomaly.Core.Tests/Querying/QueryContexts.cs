using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Querying;

/// <summary>Contexts made by hand.</summary>
internal static class QueryContexts
{
    public static QueryContext Of(
        float[] scores,
        int[]? normal = null,
        int[]? abnormal = null,
        int[]? skipped = null,
        float? radius = null,
        QueryOutcome[]? history = null,
        long seed = 1) =>
        new(scores, Labels(scores.Length, normal, abnormal), (skipped ?? []).ToHashSet())
        {
            Model = radius is { } value ? new BoundaryModel(value) : null,
            History = history ?? [],
            Random = new SeededRandom(seed),
        };

    public static PoolLabels Labels(int rowCount, int[]? normal = null, int[]? abnormal = null) => PoolLabels.None(rowCount).With(
        (normal ?? [])
            .Select(row => KeyValuePair.Create(row, RowLabel.Normal))
            .Concat((abnormal ?? []).Select(row => KeyValuePair.Create(row, RowLabel.Abnormal))));
}
