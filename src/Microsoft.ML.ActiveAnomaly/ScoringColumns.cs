namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The names of the column that scoring reads and of those that it adds.</summary>
internal sealed record ScoringColumns(string Feature, string Score, string PredictedLabel, string Probability)
{
    /// <summary>Throws unless each name is one and hides no other.</summary>
    public void Validate(string featureParameter, string scoreParameter, string predictedLabelParameter, string probabilityParameter)
    {
        RequireName(Feature, featureParameter);
        RequireName(Score, scoreParameter);
        RequireName(PredictedLabel, predictedLabelParameter);
        RequireName(Probability, probabilityParameter);
        if (Feature == Score || Feature == PredictedLabel || Feature == Probability)
        {
            throw new ArgumentException(
                $"The features column '{Feature}' would be hidden by an output of the same name. Give the outputs other names.",
                featureParameter);
        }

        if (Score == PredictedLabel)
        {
            throw new ArgumentException(
                $"Score and predicted label would both be written to the column '{Score}'. Give them different names.",
                predictedLabelParameter);
        }

        if (Probability == Score || Probability == PredictedLabel)
        {
            throw new ArgumentException(
                $"The probability would be written to the column '{Probability}', which another output has. Give them different names.",
                probabilityParameter);
        }
    }

    /// <summary>Throws for a name that no column can have.</summary>
    public static void RequireName(string? name, string parameter)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException("The name is empty; it must name a column.", parameter);
        }
    }
}
