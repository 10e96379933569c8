namespace ActiveAnomaly.Training;

/// <summary>The numbers of the optimiser Adam (Kingma and Ba, ICLR 2015), with L2 added to the gradient as PyTorch does it.</summary>
/// <param name="LearningRate">The step size, positive and finite.</param>
/// <param name="WeightDecay">What the weights are multiplied with before they are added to the gradient, at least 0 and finite.</param>
public sealed record AdamOptions(double LearningRate, double WeightDecay) : OptimizerOptions
{
    /// <summary>The usual decay of the gradient's running mean.</summary>
    public const double DefaultBeta1 = 0.9;

    /// <summary>The usual decay of the squared gradient's running mean.</summary>
    public const double DefaultBeta2 = 0.999;

    /// <summary>Added to the root of the squared gradient's running mean.</summary>
    public const double Epsilon = 1e-8;

    /// <summary>Gets the decay of the gradient's running mean, in [0, 1).</summary>
    public double Beta1 { get; init; } = DefaultBeta1;

    /// <summary>Gets the decay of the squared gradient's running mean, in [0, 1).</summary>
    public double Beta2 { get; init; } = DefaultBeta2;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "positive and finite");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "at least 0 and finite");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "in [0, 1)");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "in [0, 1)");
    }
}
