using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// A trained encoder phi and a centre c: a row's score is s = ||phi(x) - c||^2 (Eq. 3). Immutable and thread safe; needs no
/// engine and gives a row the same bits wherever and however often it is scored.
/// </summary>
public sealed class DeepOneClassModel : DetectorModel
{
    private readonly InferenceNetwork _network;
    private readonly float[] _center;

    internal DeepOneClassModel(
        string name, DeepOneClassOptions options, long seed, int stage, string engineName, NetworkParameters encoder, float[] center, float? radius, float threshold)
        : base(encoder.Shape.InputSize, threshold)
    {
        Name = name;
        Options = options;
        Seed = seed;
        Stage = stage;
        EngineName = engineName;
        Encoder = encoder;
        _center = center;
        Radius = radius;
        _network = new InferenceNetwork(encoder, KernelSet.For(VectorPaths.Default));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Gets the options that the model was trained with; the seed is in <see cref="Seed"/> even when they left it open.</summary>
    public DeepOneClassOptions Options { get; }

    /// <summary>Gets the seed that the model was trained with.</summary>
    public long Seed { get; }

    /// <summary>Gets the active-learning stage that the model was trained at, from 0.</summary>
    public int Stage { get; }

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <summary>Gets the encoder's weights and running statistics.</summary>
    public NetworkParameters Encoder { get; }

    /// <summary>Gets the centre, c [h].</summary>
    public ReadOnlySpan<float> Center => _center;

    /// <inheritdoc/>
    public override float? Radius { get; }

    /// <summary>Gets the encoder as pre-training left it, for the next stage of a session that reuses it. It is not saved.</summary>
    internal NetworkParameters? Pretrained { get; init; }

    /// <summary>Computes the codes z = phi(x) of all rows.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>Row-major [n x h].</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    public float[] Encode(Data.FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.FeatureCount != FeatureCount)
        {
            throw new ArgumentException($"The rows have {rows.FeatureCount} features; the model was trained on {FeatureCount}.", nameof(rows));
        }

        return Codes(_network, rows, cancellationToken);
    }

    internal static float[] Codes(InferenceNetwork network, Data.FeatureMatrix rows, CancellationToken cancellationToken)
    {
        var codes = new float[rows.RowCount * network.OutputSize];
        network.Run(
            rows.Values,
            rows.RowCount,
            (codes, network),
            static (state, first, count, outputs) =>
            {
                for (var i = 0; i < count; i++)
                {
                    outputs.Slice(i * state.network.OutputStride, state.network.OutputSize).CopyTo(state.codes.AsSpan((first + i) * state.network.OutputSize));
                }
            },
            cancellationToken);
        return codes;
    }

    internal static float[] Scores(NetworkParameters encoder, float[] center, Data.FeatureMatrix rows, CancellationToken cancellationToken)
    {
        var scores = new float[rows.RowCount];
        Score(new InferenceNetwork(encoder, KernelSet.For(VectorPaths.Default)), center, rows.Values, scores, cancellationToken);
        return scores;
    }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Score(_network, _center, rows, scores, cancellationToken);

    private static void Score(InferenceNetwork network, float[] center, ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        network.Run(
            rows,
            scores.Length,
            new ScoringState(center, network.OutputStride, scores),
            static (state, first, count, outputs) => KernelSet.SquaredDistances(outputs, state.Stride, count, state.Center, state.Scores.Slice(first, count)),
            cancellationToken);

    private readonly ref struct ScoringState(float[] center, int stride, Span<float> scores)
    {
        public float[] Center { get; } = center;

        public int Stride { get; } = stride;

        public Span<float> Scores { get; } = scores;
    }
}
