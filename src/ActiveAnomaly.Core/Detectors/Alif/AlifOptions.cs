using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.Alif;

/// <summary>The options of <see cref="AlifDetector"/>.</summary>
public sealed record AlifOptions : DetectorOptions
{
    /// <summary>The defaults: those of isolation forests.</summary>
    public static class Defaults
    {
        /// <summary>The number of trees.</summary>
        public const int TreeCount = IsolationForestOptions.Defaults.TreeCount;

        /// <summary>The number of rows that a tree is grown of.</summary>
        public const int SampleSize = IsolationForestOptions.Defaults.SampleSize;
    }

    /// <summary>The most rows of all trees together: their leaves take a tenth of a gigabyte and more.</summary>
    private const long MostRows = 10_000_000;

    /// <summary>Gets the number of trees, in [1, 100,000]; with <see cref="SampleSize"/> rows each, at most 10^7 rows in all.</summary>
    public int TreeCount { get; init; } = Defaults.TreeCount;

    /// <summary>Gets the number of rows that a tree is grown of, in [2, 65,536]: all of a smaller pool.</summary>
    public int SampleSize { get; init; } = Defaults.SampleSize;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        IsolationForestOptions.RequireForest(
            TreeCount, nameof(TreeCount), SampleSize, nameof(SampleSize), fewestRows: 2, MostRows);
    }
}
