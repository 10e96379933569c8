using ActiveAnomaly.Training;

namespace ActiveAnomaly.Torch;

/// <summary>The batches that it is given, in order; the steps of an epoch may differ from epoch to epoch.</summary>
internal sealed class ListedRows(Func<int, int[][]> stepsOfEpoch) : BatchSource
{
    private int[][] _steps = stepsOfEpoch(0);

    public override int LargestBatch => _steps.Max(rows => rows.Length);

    public override int? StepCount => _steps.Length;

    public override void BeginEpoch(int epochIndex) => _steps = stepsOfEpoch(epochIndex);

    public override ReadOnlySpan<int> Rows(int stepIndex) => _steps[stepIndex];
}
