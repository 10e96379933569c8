namespace ActiveAnomaly.Training;

/// <summary>
/// Which epoch's numbers a run gives: those of the epoch of the highest value, the first of these; and whether the run ends when the value
/// has not risen for some epochs. Without a selection a run gives the last epoch's. One object may serve several runs if its function may.
/// </summary>
public sealed class EpochSelection
{
    private readonly double _smallestRise;

    /// <summary>Creates a selection.</summary>
    /// <param name="value">What is to be high, called after each epoch on the training thread; a number, not NaN.</param>
    /// <param name="patience">The number of epochs without a higher value after which the run ends, at least 1; null for never.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is less than 1.</exception>
    public EpochSelection(Func<EpochState, double> value, int? patience = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfLessThan(patience ?? 1, 1, nameof(patience));
        Value = value;
        Patience = patience;
    }

    /// <summary>Gets the selection of the epoch of the lowest loss, as <see cref="EpochProgress.Loss"/> defines it.</summary>
    public static EpochSelection LowestLoss { get; } = new(static epoch => -epoch.Loss);

    /// <summary>Gets what is to be high.</summary>
    public Func<EpochState, double> Value { get; }

    /// <summary>Gets the number of epochs without a higher value after which the run ends; null for never.</summary>
    public int? Patience { get; }

    /// <summary>Gets how much higher a value must be than the highest one before, at least 0 and finite, to count as higher.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rise is negative or not finite.</exception>
    public double SmallestRise
    {
        get => _smallestRise;
        init => _smallestRise = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, FormattableString.Invariant($"The smallest rise is {value}; it must be at least 0 and finite."));
    }
}
