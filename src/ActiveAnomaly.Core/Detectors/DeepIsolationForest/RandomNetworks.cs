using System.Buffers;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>
/// Random networks of common weights: layers with tanh between, and codes that are standardised, feature by feature, and squashed by
/// tanh. Thread safe; immutable once every network has its means and deviations.
/// </summary>
/// <remarks>
/// Rows go through one network after the other in blocks, so that the common weights stay in the cache and products are large. A row's
/// codes have the same bits in any batch, alone, on any thread and at any vector width.
/// </remarks>
internal sealed class RandomNetworks
{
    /// <summary>
    /// Features are limited to this size, so that no product leaves the range of numbers. So far out the first layer's tanh has said all
    /// that it can say.
    /// </summary>
    public const float FeatureLimit = 1e15f;

    private const int BlockRowCount = 64;
    private const int ScratchLimit = 1 << 22;

    private readonly KernelSet _kernels = KernelSet.For(VectorPaths.Default);
    private readonly RandomLayer[] _layers;
    private readonly float[] _means;
    private readonly float[] _inverseDeviations;
    private readonly int _widest;

    /// <summary>Makes networks of their numbers.</summary>
    /// <param name="memberCount">The number of networks.</param>
    /// <param name="layers">The layers, at least one, each with as many inputs as the one before has outputs.</param>
    /// <param name="means">The means of the codes before they are standardised [networks x code].</param>
    /// <param name="inverseDeviations">What they are multiplied by afterwards [networks x code].</param>
    public RandomNetworks(int memberCount, RandomLayer[] layers, float[] means, float[] inverseDeviations)
    {
        MemberCount = memberCount;
        _layers = layers;
        _means = means;
        _inverseDeviations = inverseDeviations;
        _widest = Math.Max(KernelSet.Padded(layers[0].InputSize), layers.Max(layer => layer.OutputStride));
    }

    /// <summary>Receives one network's codes of some rows, with stride <see cref="CodeStride"/>.</summary>
    public delegate void CodeReceiver<TState>(TState state, int member, int firstRow, int rowCount, ReadOnlySpan<float> codes)
        where TState : allows ref struct;

    /// <summary>Gets the number of networks.</summary>
    public int MemberCount { get; }

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount => _layers[0].InputSize;

    /// <summary>Gets the size of a code.</summary>
    public int CodeSize => _layers[^1].OutputSize;

    /// <summary>Gets the number of elements from one row's code to the next's.</summary>
    public int CodeStride => _layers[^1].OutputStride;

    /// <summary>Gets the layers.</summary>
    public IReadOnlyList<RandomLayer> Layers => _layers;

    /// <summary>Gets the means of the codes before they are standardised [networks x code].</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>Gets what they are multiplied by afterwards [networks x code].</summary>
    public ReadOnlySpan<float> InverseDeviations => _inverseDeviations;

    /// <summary>Draws networks; <see cref="Standardize"/> must follow for each.</summary>
    /// <param name="featureCount">The number of features.</param>
    /// <param name="options">The networks' number and sizes.</param>
    /// <param name="random">What random numbers are derived from.</param>
    public static RandomNetworks Draw(int featureCount, DeepIsolationForestOptions options, SeededRandom random)
    {
        int[] sizes = [featureCount, .. options.HiddenSizes, options.CodeSize];
        var layers = new RandomLayer[sizes.Length - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = RandomLayer.Draw(sizes[i], sizes[i + 1], options.MemberCount, i, random);
        }

        var codeCount = checked(options.MemberCount * options.CodeSize);
        return new RandomNetworks(options.MemberCount, layers, new float[codeCount], new float[codeCount]);
    }

    /// <summary>Sets the means and deviations of one network's codes to those of some rows. Once a network.</summary>
    /// <param name="member">The network.</param>
    /// <param name="rows">The rows, row-major; at least one.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public void Standardize(int member, ReadOnlySpan<float> rows, CancellationToken cancellationToken)
    {
        // Differences from the first row: of a code that never changes they are exactly 0, and no digits are lost of others.
        var moments = new CodeMoments(CodeSize, CodeStride);
        Run(
            member,
            1,
            rows,
            standardizes: false,
            moments,
            static (all, _, firstRow, rowCount, codes) => all.Add(firstRow, rowCount, codes),
            cancellationToken);
        moments.Write(_means.AsSpan(member * CodeSize, CodeSize), _inverseDeviations.AsSpan(member * CodeSize, CodeSize));
    }

    /// <summary>
    /// Computes the codes of rows, network by network within a block of rows. Allocates nothing that grows with their number.
    /// </summary>
    /// <param name="firstMember">The first network.</param>
    /// <param name="memberCount">The number of networks.</param>
    /// <param name="rows">The rows, row-major.</param>
    /// <param name="state">What the receiver is given.</param>
    /// <param name="receiver">Takes the codes, in the order of the networks for every row.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public void Run<TState>(
        int firstMember,
        int memberCount,
        ReadOnlySpan<float> rows,
        TState state,
        CodeReceiver<TState> receiver,
        CancellationToken cancellationToken)
        where TState : allows ref struct =>
        Run(firstMember, memberCount, rows, standardizes: true, state, receiver, cancellationToken);

    /// <summary>
    /// Adds the codes of all networks to a graph, with the kernels' bits: trees ask on which side of a threshold they lie.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d].</param>
    /// <returns>Single [rows x networks x code].</returns>
    public GraphValue AddTo(GraphBuilder graph, GraphValue rows)
    {
        var limited = graph.Clip(rows, graph.Scalar(-FeatureLimit), graph.Scalar(FeatureLimit));
        var value = graph.Unsqueeze(limited, 1);
        for (var i = 0; i < _layers.Length; i++)
        {
            value = _layers[i].AddTo(graph, i == 0 ? value : ExponentialGraph.Tanh(graph, value));
        }

        var centered = graph.Subtract(value, graph.Constant<float>(_means, [MemberCount, CodeSize]));
        return ExponentialGraph.Tanh(
            graph, graph.Multiply(centered, graph.Constant<float>(_inverseDeviations, [MemberCount, CodeSize])));
    }

    private void Run<TState>(
        int firstMember,
        int memberCount,
        ReadOnlySpan<float> rows,
        bool standardizes,
        TState state,
        CodeReceiver<TState> receiver,
        CancellationToken cancellationToken)
        where TState : allows ref struct
    {
        var rowCount = rows.Length / FeatureCount;
        var block = Math.Min(rowCount, Math.Clamp(ScratchLimit / (3 * _widest), 1, BlockRowCount));
        var size = block * _widest;
        var scratch = ArrayPool<float>.Shared.Rent(3 * size);
        try
        {
            for (var first = 0; first < rowCount; first += block)
            {
                var count = Math.Min(block, rowCount - first);
                var limited = scratch.AsSpan(0, count * FeatureCount);
                Limit(rows.Slice(first * FeatureCount, limited.Length), limited);
                for (var member = firstMember; member < firstMember + memberCount; member++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var codes = RunBlock(
                        member, limited, count, standardizes, scratch.AsSpan(size, size), scratch.AsSpan(2 * size, size));
                    receiver(state, member, first, count, codes);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scratch);
        }
    }

    private ReadOnlySpan<float> RunBlock(
        int member, ReadOnlySpan<float> limited, int rowCount, bool standardizes, Span<float> input, Span<float> output)
    {
        limited.CopyTo(input);
        var stride = FeatureCount;
        for (var i = 0; i < _layers.Length; i++)
        {
            if (i > 0)
            {
                _kernels.Tanh(input[..(rowCount * stride)], input);
            }

            _layers[i].ScaleInputs(member, input, stride, rowCount);
            _layers[i].Run(_kernels, member, input, stride, rowCount, output);
            stride = _layers[i].OutputStride;
            var last = input;
            input = output;
            output = last;
        }

        if (standardizes)
        {
            var place = member * CodeSize;
            _kernels.NormalizeAndActivate(
                input, input, output, stride, rowCount, CodeSize, _means.AsSpan(place), _inverseDeviations.AsSpan(place), slope: 1);
            _kernels.Tanh(input[..(rowCount * stride)], input);
        }

        return input[..(rowCount * stride)];
    }

    private static void Limit(ReadOnlySpan<float> rows, Span<float> limited)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            limited[i] = Math.Clamp(rows[i], -FeatureLimit, FeatureLimit);
        }
    }
}
