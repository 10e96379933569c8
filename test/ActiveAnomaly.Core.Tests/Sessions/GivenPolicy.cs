namespace ActiveAnomaly.Sessions;

/// <summary>A label policy that a test gives.</summary>
internal sealed class GivenPolicy(Func<IReadOnlyList<AnnotatedAnswer>, Answer?> decide) : LabelPolicy
{
    public override string Name => "given";

    public override Answer? Decide(IReadOnlyList<AnnotatedAnswer> answers) => decide(answers);
}
