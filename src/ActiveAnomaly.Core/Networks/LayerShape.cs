namespace ActiveAnomaly.Networks;

/// <summary>What follows the linear map of a layer.</summary>
public enum Activation
{
    /// <summary>Nothing: the layer's output is the linear map's.</summary>
    None = 0,

    /// <summary>Batch normalisation without affine parameters, then a rectifier that lets 0.01 of negative values through.</summary>
    BatchNormLeakyRelu = 1,

    /// <summary>The logistic function 1 / (1 + exp(-x)).</summary>
    Sigmoid = 2,
}

/// <summary>One layer: a linear map without bias, and what follows it.</summary>
/// <param name="InputSize">The number of inputs.</param>
/// <param name="OutputSize">The number of outputs.</param>
/// <param name="Activation">What follows the linear map.</param>
public readonly record struct LayerShape(int InputSize, int OutputSize, Activation Activation);
