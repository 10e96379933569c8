namespace ActiveAnomaly.Sessions;

/// <summary>What one annotator said of a row.</summary>
/// <param name="Annotator">Who.</param>
/// <param name="Answer">What he said.</param>
public readonly record struct AnnotatedAnswer(string Annotator, Answer Answer);
