namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The names of the column that explaining reads and of the one that it adds.</summary>
internal sealed record ExplanationColumns(string Feature, string Contributions)
{
    /// <summary>Throws unless each name is one and hides not the other.</summary>
    public void Validate(string featureParameter, string contributionsParameter)
    {
        ScoringColumns.RequireName(Feature, featureParameter);
        ScoringColumns.RequireName(Contributions, contributionsParameter);
        if (Feature == Contributions)
        {
            throw new ArgumentException(
                $"The features column '{Feature}' would be hidden by the contributions, which have the same name. Give them another name.",
                contributionsParameter);
        }
    }
}
