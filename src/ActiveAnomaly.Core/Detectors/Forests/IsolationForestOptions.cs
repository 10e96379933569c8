using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>The options of <see cref="IsolationForestDetector"/>.</summary>
public sealed record IsolationForestOptions : DetectorOptions
{
    /// <summary>The defaults: those of the paper, and of scikit-learn.</summary>
    public static class Defaults
    {
        /// <summary>The number of trees.</summary>
        public const int TreeCount = 100;

        /// <summary>The number of rows that a tree is grown of.</summary>
        public const int SampleSize = 256;
    }

    /// <summary>The most rows of all trees together: their forest takes a gigabyte and more.</summary>
    private const long MostRows = 100_000_000;

    /// <summary>Gets the number of trees, in [1, 100,000]; with <see cref="SampleSize"/> rows each, at most 10^8 rows in all.</summary>
    public int TreeCount { get; init; } = Defaults.TreeCount;

    /// <summary>
    /// Gets the number of rows that a tree is grown of, in [1, 65,536]: all of a smaller pool. Small samples are a virtue of the method:
    /// in larger ones anomalies hide among normal rows, and behind each other.
    /// </summary>
    public int SampleSize { get; init; } = Defaults.SampleSize;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        RequireForest(TreeCount, nameof(TreeCount), SampleSize, nameof(SampleSize), fewestRows: 1, MostRows);
    }

    /// <summary>Throws unless a forest may be of a size; for the options of every method that has one.</summary>
    /// <param name="treeCount">The number of trees.</param>
    /// <param name="treeCountName">What the options call it.</param>
    /// <param name="sampleSize">The number of rows a tree.</param>
    /// <param name="sampleSizeName">What the options call it.</param>
    /// <param name="fewestRows">The fewest rows that a tree may have.</param>
    /// <param name="mostRows">The most rows of all trees together.</param>
    internal static void RequireForest(
        int treeCount, string treeCountName, int sampleSize, string sampleSizeName, int fewestRows, long mostRows)
    {
        Require(treeCount is >= 1 and <= 100_000, treeCountName, treeCount, "in [1, 100000]");
        Require(
            sampleSize >= fewestRows && sampleSize <= IsolationForest.MostSampleRows,
            sampleSizeName,
            sampleSize,
            $"in [{fewestRows}, {IsolationForest.MostSampleRows}]");
        Require(
            (long)treeCount * sampleSize <= mostRows,
            treeCountName,
            treeCount,
            $"at most {mostRows / sampleSize} with {sampleSize} rows a tree");
    }
}
