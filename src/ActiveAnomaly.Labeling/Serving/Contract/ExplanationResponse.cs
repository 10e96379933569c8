namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Why the model gives a row its score.</summary>
internal sealed record ExplanationResponse
{
    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>The model's stage; null while there is no model.</summary>
    public required int? Stage { get; init; }

    /// <summary>The row's score.</summary>
    public required double? Score { get; init; }

    /// <summary>The mean score of the ordinary rows that it is compared with.</summary>
    public required double? BaseValue { get; init; }

    /// <summary>Whether the contributions are computed in closed form; sampled ones have a little noise, the same each time.</summary>
    public required bool IsExact { get; init; }

    /// <summary>
    /// The columns that features are made of, the largest contribution first, by its absolute value. They sum to score - baseValue.
    /// </summary>
    public required IReadOnlyList<ContributionResponse> Columns { get; init; }
}
