using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Detectors.Neighbors;

/// <summary>The options of <see cref="InneDetector"/>.</summary>
public sealed record InneOptions : DetectorOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of rounds.</summary>
        public const int RoundCount = 200;

        /// <summary>The number of spheres a round.</summary>
        public const int SampleSize = 16;
    }

    /// <summary>The most spheres of all rounds together.</summary>
    private const long MostSpheres = 10_000_000;

    /// <summary>
    /// Gets the number of rounds, in [1, 100,000]; with <see cref="SampleSize"/> spheres each, at most 10^7 spheres in all.
    /// </summary>
    public int RoundCount { get; init; } = Defaults.RoundCount;

    /// <summary>Gets the number of rows that spheres are drawn around in a round, in [2, 256]: all of a smaller pool.</summary>
    public int SampleSize { get; init; } = Defaults.SampleSize;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(RoundCount is >= 1 and <= 100_000, nameof(RoundCount), RoundCount, "in [1, 100000]");
        Require(
            SampleSize is >= 2 and <= SphereEnsemble.MostSampleRows,
            nameof(SampleSize),
            SampleSize,
            $"in [2, {SphereEnsemble.MostSampleRows}]");
        Require(
            (long)RoundCount * SampleSize <= MostSpheres,
            nameof(RoundCount),
            RoundCount,
            $"at most {MostSpheres / SampleSize} with {SampleSize} spheres a round");
    }
}
