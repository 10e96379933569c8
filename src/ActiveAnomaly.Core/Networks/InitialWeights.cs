namespace ActiveAnomaly.Networks;

/// <summary>How the weights and biases that training starts from are drawn.</summary>
public enum InitialWeights
{
    /// <summary>
    /// Weights and biases uniform in (-1/sqrt(inputs), 1/sqrt(inputs)): PyTorch's default for a linear layer.
    /// </summary>
    ByInputs = 0,

    /// <summary>
    /// Weights uniform in (-l, l), l = sqrt(6 / (inputs + outputs)), and biases 0 (Glorot and Bengio, 2010): Keras's default for a dense
    /// layer.
    /// </summary>
    GlorotUniform = 1,

    /// <summary>
    /// Weights normal with the standard deviation s = sqrt(2 / (inputs + outputs)), drawn again beyond 2 s / 0.8796 and stretched by
    /// 1 / 0.8796, so that s stays theirs, and biases 0: Keras's glorot_normal.
    /// </summary>
    GlorotNormal = 2,
}
