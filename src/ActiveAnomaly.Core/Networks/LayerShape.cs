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

    /// <summary>A rectifier that lets 0.01 of negative values through.</summary>
    LeakyRelu = 3,

    /// <summary>A rectifier: negative values become 0.</summary>
    Relu = 4,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh = 5,
}

/// <summary>One layer: a linear map, with biases or without, and what follows it.</summary>
/// <param name="InputSize">The number of inputs.</param>
/// <param name="OutputSize">The number of outputs.</param>
/// <param name="Activation">What follows the linear map.</param>
/// <param name="HasBias">Whether a bias is added to each output of the linear map.</param>
public readonly record struct LayerShape(int InputSize, int OutputSize, Activation Activation, bool HasBias = false);
