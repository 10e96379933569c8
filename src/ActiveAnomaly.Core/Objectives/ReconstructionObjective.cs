namespace ActiveAnomaly.Objectives;

/// <summary>
/// The loss of an autoencoder: mean squared difference between input and output,
/// L = 1 / (b d) sum over rows and features of (y - x)^2. A row's score is its share, 1 / d sum of (y - x)^2.
/// </summary>
public sealed class ReconstructionObjective : ScoredObjective
{
    /// <inheritdoc/>
    public override float Evaluate(in ObjectiveBatch batch, bool withLoss) =>
        Kernels.SquaredError(
            batch.Outputs,
            batch.OutputStride,
            batch.Inputs,
            batch.InputSize,
            batch.Gradient,
            batch.OutputStride,
            batch.RowCount,
            batch.OutputSize,
            1f / ((float)batch.RowCount * batch.OutputSize));

    /// <inheritdoc/>
    public override float ScoreOf(in ObjectiveBatch batch, int position) => Score(batch.Output(position), batch.Input(position));

    /// <inheritdoc/>
    public override void AddScoreGradient(in ObjectiveBatch batch, int position, float slope)
    {
        var output = batch.Output(position);
        var input = batch.Input(position);
        var gradient = batch.OutputGradient(position);
        var scale = 2f * slope / output.Length;
        for (var k = 0; k < output.Length; k++)
        {
            gradient[k] += scale * (output[k] - input[k]);
        }
    }

    /// <summary>The score of one row, summed in column order.</summary>
    internal static float Score(ReadOnlySpan<float> output, ReadOnlySpan<float> input)
    {
        var sum = 0f;
        for (var k = 0; k < output.Length; k++)
        {
            var difference = output[k] - input[k];
            sum = MathF.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum / output.Length;
    }
}
