using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Networks;

/// <summary>The trained numbers of a network, layer by layer. Immutable, and so safe to share between threads.</summary>
public sealed class NetworkParameters
{
    /// <summary>The standard deviation of a normal number that is drawn again beyond -2 and 2.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Puts layers together.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="layers">One set of numbers for each of its layers.</param>
    /// <exception cref="ArgumentException">The layers are not the shape's.</exception>
    public NetworkParameters(NetworkShape shape, IReadOnlyList<LayerParameters> layers)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(layers);
        if (!shape.Layers.SequenceEqual(layers.Select(layer => layer.Shape)))
        {
            throw new ArgumentException($"The layers do not make up the network {shape}.", nameof(layers));
        }

        Shape = shape;
        Layers = layers;
    }

    /// <summary>Gets the network's sizes.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Gets the layers' numbers, from input to output.</summary>
    public IReadOnlyList<LayerParameters> Layers { get; }

    /// <summary>
    /// Draws the weights and biases that training starts from: uniform in (-1/sqrt(inputs), 1/sqrt(inputs)), PyTorch's default for
    /// a linear layer. Running means start at 0, running variances at 1.
    /// </summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="random">Where the numbers come from; each layer has a stream of its own.</param>
    /// <returns>The parameters.</returns>
    public static NetworkParameters Draw(NetworkShape shape, SeededRandom random) => Draw(shape, random, InitialWeights.ByInputs);

    /// <summary>Draws the weights and biases that training starts from. Running means start at 0, running variances at 1.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="random">Where the numbers come from; each layer has a stream of its own.</param>
    /// <param name="initialWeights">How they are drawn.</param>
    /// <returns>The parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialWeights"/> is no value of its type.</exception>
    public static NetworkParameters Draw(NetworkShape shape, SeededRandom random, InitialWeights initialWeights)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(random);
        var layers = new LayerParameters[shape.Layers.Count];
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = shape.Layers[i];
            var stream = random.Derive("layer", i);
            var weights = new float[layer.InputSize * layer.OutputSize];
            foreach (ref var weight in weights.AsSpan())
            {
                weight = (float)DrawWeight(layer, stream, initialWeights);
            }

            var statistics = layer.Activation == Activation.BatchNormLeakyRelu ? layer.OutputSize : 0;
            var variance = new float[statistics];
            Array.Fill(variance, 1f);
            var biases = new float[layer.HasBias ? layer.OutputSize : 0];
            for (var b = 0; initialWeights == InitialWeights.ByInputs && b < biases.Length; b++)
            {
                biases[b] = (float)DrawWeight(layer, stream, initialWeights);
            }

            layers[i] = new LayerParameters(layer, weights, new float[statistics], variance, biases);
        }

        return new NetworkParameters(shape, layers);
    }

    /// <summary>Runs rows through the network in evaluation mode: batch normalisation uses the running statistics.</summary>
    /// <param name="rows">The rows, [n x d].</param>
    /// <param name="cancellationToken">Checked between blocks of rows.</param>
    /// <returns>
    /// The outputs, row-major [n x outputs]; a row's have the same bits in any company, on any thread and at any vector
    /// width.
    /// </returns>
    /// <exception cref="ArgumentException">The rows have another number of features than the network has inputs.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public float[] Run(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.FeatureCount != Shape.InputSize)
        {
            throw new ArgumentException(
                $"The rows have {rows.FeatureCount} features, and the network {Shape} takes {Shape.InputSize}.",
                nameof(rows));
        }

        var network = new InferenceNetwork(this, KernelSet.For(VectorPaths.Default));
        var outputs = new float[rows.RowCount * Shape.OutputSize];
        network.Run(
            rows.Values,
            rows.RowCount,
            (outputs, network),
            static (state, first, count, values) =>
            {
                var (size, stride) = (state.network.OutputSize, state.network.OutputStride);
                for (var i = 0; i < count; i++)
                {
                    values.Slice(i * stride, size).CopyTo(state.outputs.AsSpan((first + i) * size));
                }
            },
            cancellationToken);
        return outputs;
    }

    /// <summary>Gives the numbers of this network's first layers, such as the encoder of an autoencoder.</summary>
    /// <param name="layerCount">How many, from 1 to all.</param>
    /// <returns>A network that shares these numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many layers.</exception>
    public NetworkParameters FirstLayers(int layerCount) => new(Shape.FirstLayers(layerCount), [.. Layers.Take(layerCount)]);

    /// <summary>Gives the numbers of this network's last layers, such as the decoder of an autoencoder.</summary>
    /// <param name="firstLayer">The first of them, from 0.</param>
    /// <returns>A network that shares these numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public NetworkParameters LayersFrom(int firstLayer) => new(Shape.LayersFrom(firstLayer), [.. Layers.Skip(firstLayer)]);

    private static double DrawWeight(LayerShape layer, SeededRandom random, InitialWeights initialWeights)
    {
        var ends = (double)layer.InputSize + layer.OutputSize;
        return initialWeights switch
        {
            InitialWeights.ByInputs => Uniform(1 / Math.Sqrt(layer.InputSize)),
            InitialWeights.GlorotUniform => Uniform(Math.Sqrt(6 / ends)),
            InitialWeights.GlorotNormal => TruncatedNormal(random) * (Math.Sqrt(2 / ends) / TruncatedDeviation),
            _ => throw new ArgumentOutOfRangeException(
                nameof(initialWeights), initialWeights, $"{initialWeights} is no value of {nameof(InitialWeights)}."),
        };

        double Uniform(double bound) => ((2 * random.NextDouble()) - 1) * bound;
    }

    private static double TruncatedNormal(SeededRandom random)
    {
        while (true)
        {
            var number = random.NextNormal();
            if (Math.Abs(number) <= 2)
            {
                return number;
            }
        }
    }
}
