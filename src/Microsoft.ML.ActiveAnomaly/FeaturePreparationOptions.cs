namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The options of <see cref="ActiveAnomalyCatalog.PrepareFeatures(DataViewSchema, FeaturePreparationOptions)"/>.</summary>
public sealed record FeaturePreparationOptions
{
    /// <summary>The default of <see cref="MostCategories"/>.</summary>
    public const int DefaultMostCategories = 100;

    /// <summary>Gets the name of the label column, which becomes no feature; null where the data has none.</summary>
    public string? LabelColumnName { get; init; } = DetectorTrainerOptions.DefaultLabelColumnName;

    /// <summary>Gets the names of further columns that become no features, such as numbers of customers or times.</summary>
    public IReadOnlyList<string> IgnoredColumnNames { get; init; } = [];

    /// <summary>Gets the name of the column to add, a vector of Single.</summary>
    public string OutputColumnName { get; init; } = DetectorTrainerOptions.DefaultFeatureColumnName;

    /// <summary>Gets how numbers are scaled.</summary>
    public FeatureScaling Scaling { get; init; } = FeatureScaling.None;

    /// <summary>Gets what becomes of missing numbers.</summary>
    public FeatureImputation Imputation { get; init; } = FeatureImputation.None;

    /// <summary>
    /// Gets the most categories that a column of text or of keys may have, at least 1: each becomes a feature, and a column of more is
    /// refused, for it is rather a name than a kind.
    /// </summary>
    public int MostCategories { get; init; } = DefaultMostCategories;

    internal void Validate(string labelParameter, string scalingParameter)
    {
        if (LabelColumnName is not null)
        {
            ScoringColumns.RequireName(LabelColumnName, labelParameter);
        }

        ArgumentNullException.ThrowIfNull(IgnoredColumnNames, "options." + nameof(IgnoredColumnNames));
        foreach (var name in IgnoredColumnNames)
        {
            ScoringColumns.RequireName(name, "options." + nameof(IgnoredColumnNames));
        }

        ScoringColumns.RequireName(OutputColumnName, "options." + nameof(OutputColumnName));
        if (OutputColumnName == LabelColumnName)
        {
            throw new ArgumentException(
                $"The features would be written to '{OutputColumnName}', which is the label column. Give the output another name.",
                labelParameter);
        }

        RequireDefined(Scaling, scalingParameter);
        RequireDefined(Imputation, "options." + nameof(Imputation));
        ArgumentOutOfRangeException.ThrowIfLessThan(MostCategories, 1, "options." + nameof(MostCategories));
    }

    private static void RequireDefined<T>(T value, string parameter)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, $"There is no such value; allowed are {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }
}
