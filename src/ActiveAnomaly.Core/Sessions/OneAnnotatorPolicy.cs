namespace ActiveAnomaly.Sessions;

/// <summary>One person answers, and nobody else may.</summary>
public sealed class OneAnnotatorPolicy : LabelPolicy
{
    /// <summary>Creates the policy.</summary>
    /// <param name="annotator">Who answers.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public OneAnnotatorPolicy(string annotator = DefaultAnnotator)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(annotator);
        Annotator = annotator;
    }

    /// <summary>Gets who answers.</summary>
    public string Annotator { get; }

    /// <inheritdoc/>
    public override string Name => $"one annotator ({Annotator})";

    /// <inheritdoc/>
    public override string UsualAnnotator => Annotator;

    /// <inheritdoc/>
    public override bool Accepts(string annotator) => annotator == Annotator;

    /// <inheritdoc/>
    public override Answer? Decide(IReadOnlyList<AnnotatedAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return answers[^1].Answer;
    }
}
