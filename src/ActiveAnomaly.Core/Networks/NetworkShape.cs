namespace ActiveAnomaly.Networks;

/// <summary>The sizes of a multilayer perceptron, or of a single layer such as a head. Immutable.</summary>
/// <remarks>
/// No layer of an encoder has a bias: with one, a one-class network can map every row onto the centre (Ruff et al., ICML 2018,
/// Proposition 2).
/// </remarks>
public sealed class NetworkShape
{
    /// <summary>Added to variances before the root, as in the paper's program.</summary>
    public const float BatchNormEpsilon = 1e-4f;

    /// <summary>The share of a new batch in the running statistics.</summary>
    public const float BatchNormMomentum = 0.1f;

    /// <summary>What the leaky rectifier multiplies negative values with.</summary>
    public const float LeakySlope = 0.01f;

    private NetworkShape(LayerShape[] layers)
    {
        Layers = layers;
    }

    /// <summary>Gets the layers, from input to output.</summary>
    public IReadOnlyList<LayerShape> Layers { get; }

    /// <summary>Gets the number of inputs, d.</summary>
    public int InputSize => Layers[0].InputSize;

    /// <summary>Gets the number of outputs: h for an encoder, d for an autoencoder.</summary>
    public int OutputSize => Layers[^1].OutputSize;

    /// <summary>Gets the largest number of outputs of any layer.</summary>
    public int WidestLayer => Layers.Max(layer => layer.OutputSize);

    /// <summary>Makes the shape of any layers.</summary>
    /// <param name="layers">The layers, from input to output; each takes what the one before gives.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentException">There are no layers, a size is less than 1, or two layers do not fit together.</exception>
    public static NetworkShape Of(params ReadOnlySpan<LayerShape> layers)
    {
        if (layers.IsEmpty)
        {
            throw new ArgumentException("There are no layers; a network has at least one.", nameof(layers));
        }

        for (var i = 0; i < layers.Length; i++)
        {
            if (layers[i].InputSize < 1 || layers[i].OutputSize < 1 || (i > 0 && layers[i].InputSize != layers[i - 1].OutputSize))
            {
                throw new ArgumentException(
                    $"Layer {i}, {layers[i]}, does not follow on the one before: sizes are at least 1, "
                    + "and a layer takes as many inputs as the one before has outputs.",
                    nameof(layers));
            }
        }

        return new NetworkShape(layers.ToArray());
    }

    /// <summary>Makes the shape of an encoder d - hidden sizes - h.</summary>
    /// <param name="inputSize">The number of features, d, at least 1.</param>
    /// <param name="hiddenSizes">The sizes of the hidden layers, each at least 1; may be empty.</param>
    /// <param name="codeSize">The size of the code, h, at least 1.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public static NetworkShape Encoder(int inputSize, IReadOnlyList<int> hiddenSizes, int codeSize)
    {
        ArgumentNullException.ThrowIfNull(hiddenSizes);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(codeSize, 1);
        var layers = new List<LayerShape>(hiddenSizes.Count + 1);
        var from = inputSize;
        foreach (var size in hiddenSizes)
        {
            if (size < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(hiddenSizes), size, "Every hidden layer needs at least one unit.");
            }

            layers.Add(new LayerShape(from, size, Activation.BatchNormLeakyRelu));
            from = size;
        }

        layers.Add(new LayerShape(from, codeSize, Activation.None));
        return new NetworkShape([.. layers]);
    }

    /// <summary>
    /// Makes the shape that this encoder is pre-trained in: its own layers, then their mirror image, and a sigmoid at the
    /// output.
    /// </summary>
    /// <returns>The shape of the autoencoder; its first layers are this shape's.</returns>
    public NetworkShape WithDecoder()
    {
        var layers = new List<LayerShape>(Layers);
        for (var i = Layers.Count - 1; i >= 0; i--)
        {
            layers.Add(new LayerShape(
                Layers[i].OutputSize,
                Layers[i].InputSize,
                i == 0 ? Activation.Sigmoid : Activation.BatchNormLeakyRelu));
        }

        return new NetworkShape([.. layers]);
    }

    /// <summary>Makes the shape of this network's first layers.</summary>
    /// <param name="layerCount">How many, from 1 to all.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many layers.</exception>
    public NetworkShape FirstLayers(int layerCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layerCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layerCount, Layers.Count);
        return new NetworkShape([.. Layers.Take(layerCount)]);
    }

    /// <summary>Makes the shape of this network's last layers.</summary>
    /// <param name="firstLayer">The first of them, from 0.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public NetworkShape LayersFrom(int firstLayer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstLayer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(firstLayer, Layers.Count);
        return new NetworkShape([.. Layers.Skip(firstLayer)]);
    }

    /// <summary>Gives the sizes, such as "33-32-16-8".</summary>
    /// <returns>The sizes from input to output.</returns>
    public override string ToString() => string.Join('-', Layers.Select(layer => layer.OutputSize).Prepend(InputSize));

    /// <summary>The hidden sizes that the library chooses for d features: those of the paper's data sets of like width.</summary>
    /// <param name="featureCount">The number of features, d.</param>
    /// <returns>32 and 16 up to 64 features, 64 and 32 up to 128, 128 and 64 above.</returns>
    public static IReadOnlyList<int> DefaultHiddenSizes(int featureCount) => featureCount switch
    {
        <= 64 => [32, 16],
        <= 128 => [64, 32],
        _ => [128, 64],
    };

    /// <summary>The code size that the library chooses for d features.</summary>
    /// <param name="featureCount">The number of features, d.</param>
    /// <returns>8 up to 64 features, 16 up to 128, 32 above.</returns>
    public static int DefaultCodeSize(int featureCount) => featureCount switch
    {
        <= 64 => 8,
        <= 128 => 16,
        _ => 32,
    };
}
