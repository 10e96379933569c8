using System.Globalization;

namespace ActiveAnomaly.Training;

/// <summary>What <see cref="GradientCheck"/> found for one part of one update group. Immutable.</summary>
public sealed class GradientComparison
{
    internal GradientComparison(int groupIndex, string partName, IReadOnlyList<GradientEntry> entries)
    {
        GroupIndex = groupIndex;
        PartName = partName;
        Entries = entries;
        LargestGradient = entries.Max(entry => Math.Max(Math.Abs(entry.Gradient), Math.Abs(entry.Difference)));
        Worst = entries.MaxBy(entry => Math.Abs(entry.Gradient - entry.Difference));
        RelativeDeviation = LargestGradient > 0
            ? Math.Abs(Worst.Gradient - Worst.Difference) / LargestGradient
            : double.PositiveInfinity;
    }

    /// <summary>Gets the group's index in the plan.</summary>
    public int GroupIndex { get; }

    /// <summary>Gets the part's name.</summary>
    public string PartName { get; }

    /// <summary>Gets the numbers compared.</summary>
    public IReadOnlyList<GradientEntry> Entries { get; }

    /// <summary>Gets the largest size of a gradient or difference, at least 0.</summary>
    public double LargestGradient { get; }

    /// <summary>Gets the number whose gradient and difference are furthest apart.</summary>
    public GradientEntry Worst { get; }

    /// <summary>
    /// Gets how far apart these are, divided by <see cref="LargestGradient"/>: of the order of 0.001 where the gradient is right, for
    /// losses are in single precision, and 0.1 and more where a sign, a factor or a term is wrong. Infinite where every gradient and
    /// difference is 0, for then nothing was compared.
    /// </summary>
    public double RelativeDeviation { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Part '{PartName}', group {GroupIndex}: {Entries.Count} numbers, the largest gradient {LargestGradient:G4}; furthest apart at "
        + $"number {Worst.Index} of layer {Worst.Layer}: gradient {Worst.Gradient:G4}, difference {Worst.Difference:G4}.");
}
