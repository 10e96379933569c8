namespace ActiveAnomaly.Data;

/// <summary>
/// Features that one-hot encoding made of one categorical column: neighbours, of which a row has 1 in the one that stands for its category
/// and 0 in the others, or 0 in all where training knew no such category.
/// </summary>
/// <param name="First">The first of the features, from 0.</param>
/// <param name="Count">The number of features, one a category, at least 1.</param>
public readonly record struct CategoricalRange(int First, int Count)
{
    /// <summary>Gets the feature after the last.</summary>
    internal int End => First + Count;

    /// <summary>Throws unless ranges are ascending, do not overlap and lie among the features.</summary>
    internal static void Require(IReadOnlyList<CategoricalRange> ranges, int featureCount, string parameter)
    {
        var next = 0;
        foreach (var range in ranges)
        {
            if (range.Count < 1 || range.First < next || range.Count > featureCount - range.First)
            {
                throw new ArgumentException(
                    $"The range of {range.Count} features from {range.First} on does not fit: ranges must be ascending, not overlap, hold "
                    + $"at least one feature each, and lie among the {featureCount} features.",
                    parameter);
            }

            next = range.End;
        }
    }

    /// <summary>Gives the ranges that are left where only some features are kept.</summary>
    /// <param name="ranges">The ranges of all features.</param>
    /// <param name="features">The features that are kept, ascending.</param>
    internal static IReadOnlyList<CategoricalRange> Kept(IReadOnlyList<CategoricalRange> ranges, ReadOnlySpan<int> features)
    {
        var kept = new List<CategoricalRange>();
        foreach (var range in ranges)
        {
            var (first, end) = (CountBelow(features, range.First), CountBelow(features, range.End));
            if (end > first)
            {
                kept.Add(new CategoricalRange(first, end - first));
            }
        }

        return kept;

        static int CountBelow(ReadOnlySpan<int> features, int limit)
        {
            var place = features.BinarySearch(limit);
            return place < 0 ? ~place : place;
        }
    }
}
