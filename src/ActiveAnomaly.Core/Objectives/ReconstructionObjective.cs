namespace ActiveAnomaly.Objectives;

/// <summary>
/// The loss of autoencoder pre-training: mean squared difference between input and output,
/// L = 1 / (b d) sum over rows and features of (y - x)^2.
/// </summary>
public sealed class ReconstructionObjective : Objective
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
}
