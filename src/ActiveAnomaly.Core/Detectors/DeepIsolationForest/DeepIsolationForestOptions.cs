using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>The options of <see cref="DeepIsolationForestDetector"/>.</summary>
public sealed record DeepIsolationForestOptions : DetectorOptions
{
    /// <summary>The defaults: those of the paper and of the authors' program.</summary>
    public static class Defaults
    {
        /// <summary>The number of random networks.</summary>
        public const int MemberCount = 50;

        /// <summary>The size of a code.</summary>
        public const int CodeSize = 20;

        /// <summary>The number of trees on the codes of a network.</summary>
        public const int TreeCount = 6;

        /// <summary>The number of rows that a tree is grown of.</summary>
        public const int SampleSize = IsolationForestOptions.Defaults.SampleSize;

        /// <summary>Gets the sizes of the hidden layers.</summary>
        public static IReadOnlyList<int> HiddenSizes { get; } = Array.AsReadOnly([500, 100]);
    }

    /// <summary>The most rows of all trees together: their forest takes 100 megabytes and more.</summary>
    private const long MostRows = 10_000_000;

    private const int MostMembers = 10_000;
    private const int MostWidth = 100_000;

    /// <summary>Gets the number of random networks, in [1, 10,000]; all networks' trees together have at most 10^7 rows.</summary>
    public int MemberCount { get; init; } = Defaults.MemberCount;

    /// <summary>Gets the sizes of the networks' hidden layers, each in [1, 100,000]; without any, a code is one product.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = Defaults.HiddenSizes;

    /// <summary>Gets the size of a code, in [1, 100,000].</summary>
    public int CodeSize { get; init; } = Defaults.CodeSize;

    /// <summary>Gets the number of trees on the codes of one network, in [1, 39,062] with 256 rows a tree.</summary>
    public int TreeCount { get; init; } = Defaults.TreeCount;

    /// <summary>Gets the number of rows that a tree is grown of, in [2, 65,536]: all of a smaller pool.</summary>
    public int SampleSize { get; init; } = Defaults.SampleSize;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(MemberCount is >= 1 and <= MostMembers, nameof(MemberCount), MemberCount, $"in [1, {MostMembers}]");
        Require(HiddenSizes is not null, nameof(HiddenSizes), HiddenSizes, "a list, which may be empty");
        foreach (var size in HiddenSizes!)
        {
            Require(size is >= 1 and <= MostWidth, nameof(HiddenSizes), size, $"each in [1, {MostWidth}]");
        }

        Require(CodeSize is >= 1 and <= MostWidth, nameof(CodeSize), CodeSize, $"in [1, {MostWidth}]");
        IsolationForestOptions.RequireForest(
            TreeCount, nameof(TreeCount), SampleSize, nameof(SampleSize), fewestRows: 2, MostRows);
        var rowCount = (long)TreeCount * SampleSize;
        Require(
            MemberCount * rowCount <= MostRows,
            nameof(MemberCount),
            MemberCount,
            $"at most {MostRows / rowCount} with {TreeCount} trees of {SampleSize} rows each");
    }
}
