namespace ActiveAnomaly.Training;

/// <summary>
/// The numbers of the optimiser RMSprop (Tieleman and Hinton, 2012) as Keras 2 has it: v = rho v + (1 - rho) g^2,
/// w -= rate g / (sqrt(v) + eps), without momentum and without centring.
/// </summary>
/// <param name="LearningRate">The step size, positive and finite.</param>
public sealed record RmsPropOptions(double LearningRate) : OptimizerOptions
{
    /// <summary>The usual decay of the squared gradient's running mean.</summary>
    public const double DefaultRho = 0.9;

    /// <summary>Added to the root of the squared gradient's running mean.</summary>
    public const double Epsilon = 1e-7;

    /// <summary>Gets the decay of the squared gradient's running mean, in [0, 1).</summary>
    public double Rho { get; init; } = DefaultRho;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "positive and finite");
        Require(Rho is >= 0 and < 1, nameof(Rho), Rho, "in [0, 1)");
    }
}
