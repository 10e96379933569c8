namespace ActiveAnomaly.Engines;

/// <summary>The numbers of the optimiser Adam (Kingma and Ba, ICLR 2015), with L2 added to the gradient as PyTorch does it.</summary>
/// <param name="LearningRate">The step size, positive.</param>
/// <param name="WeightDecay">What the weights are multiplied with before they are added to the gradient, at least 0.</param>
public readonly record struct AdamOptions(double LearningRate, double WeightDecay)
{
    /// <summary>The decay of the gradient's running mean.</summary>
    public const double Beta1 = 0.9;

    /// <summary>The decay of the squared gradient's running mean.</summary>
    public const double Beta2 = 0.999;

    /// <summary>Added to the root of the squared gradient's running mean.</summary>
    public const double Epsilon = 1e-8;
}
