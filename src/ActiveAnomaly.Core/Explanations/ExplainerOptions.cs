namespace ActiveAnomaly.Explanations;

/// <summary>The options of an <see cref="Explainer"/>.</summary>
public sealed record ExplainerOptions
{
    /// <summary>Gets how contributions are computed; <see cref="Defaults.Method"/> by default.</summary>
    public ExplanationMethod Method { get; init; } = Defaults.Method;

    /// <summary>
    /// Gets the number of pairs of permutations that are drawn a row, at least 1; <see cref="Defaults.PairCount"/> by default. Every
    /// background row has as many: the number is rounded up to a multiple of theirs. A pair scores 2 d rows; the error falls with the
    /// square root of the number.
    /// </summary>
    public int PairCount { get; init; } = Defaults.PairCount;

    /// <summary>Gets the seed of the permutations; <see cref="Defaults.Seed"/> by default.</summary>
    public long Seed { get; init; } = Defaults.Seed;

    /// <summary>Throws unless all options are in their ranges.</summary>
    internal void Validate()
    {
        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(Method),
                Method,
                $"Method is one of {string.Join(", ", Enum.GetNames<ExplanationMethod>())}.");
        }

        if (PairCount < 1)
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(PairCount), PairCount, "At least one pair of permutations is needed; 4 are usual.");
        }
    }

    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The default of <see cref="ExplainerOptions.Method"/>.</summary>
        public const ExplanationMethod Method = ExplanationMethod.Auto;

        /// <summary>The default of <see cref="ExplainerOptions.PairCount"/>.</summary>
        public const int PairCount = 4;

        /// <summary>The default of <see cref="ExplainerOptions.Seed"/>.</summary>
        public const long Seed = 0;
    }
}
