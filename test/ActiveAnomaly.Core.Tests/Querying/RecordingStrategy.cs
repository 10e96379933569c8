namespace ActiveAnomaly.Querying;

/// <summary>Takes the first candidates, and remembers the history that it was told at its last choice.</summary>
internal sealed class RecordingStrategy : QueryStrategy
{
    public override string Name => "recording";

    public IReadOnlyList<QueryOutcome>? History { get; private set; }

    protected override int[] Choose(QueryContext context, int count)
    {
        History = context.History;
        return context.Candidates[..count].ToArray();
    }
}
