using ActiveAnomaly.Training;

namespace ActiveAnomaly.Reference;

/// <summary>The batches that it is given, in order.</summary>
internal sealed class ListedBatches(int[][] steps, bool leads = true) : BatchSource
{
    public override int LargestBatch => steps.Max(rows => rows.Length);

    public override int? StepCount => leads ? steps.Length : null;

    public override ReadOnlySpan<int> Rows(int stepIndex) => steps[stepIndex];
}
