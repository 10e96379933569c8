using ActiveAnomaly.Detectors.DeepIsolationForest;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Deep isolation forests: layer by layer the common weights and every network's factors; the codes' means and inverse deviations; then
/// the features and thresholds of all splits, and the leaves' path lengths, tree by tree.
/// </summary>
internal sealed class DeepIsolationForestCodec : ModelCodec<DeepIsolationForestModel>
{
    /// <inheritdoc/>
    public override string Kind => "DeepIsolationForest";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(DeepIsolationForestOptions)];

    /// <inheritdoc/>
    protected override void Write(DeepIsolationForestModel model, ModelWriter writer)
    {
        var (networks, forest) = (model.Networks, model.Forest);
        writer.WriteContent(new Content
        {
            MemberCount = networks.MemberCount,
            LayerSizes = [.. networks.Layers.Select(layer => layer.OutputSize)],
            Forest = new ForestContent
            {
                TreeCount = networks.MemberCount * forest.TreeCount,
                SampleSize = forest.SampleSize,
            },
        });
        foreach (var layer in networks.Layers)
        {
            writer.Write(layer.Weights);
            writer.Write(layer.InputFactors);
            writer.Write(layer.OutputFactors);
        }

        writer.Write(networks.Means);
        writer.Write(networks.InverseDeviations);
        ForestContent.Write(forest.Splits, forest.PathLengths, writer);
    }

    /// <inheritdoc/>
    protected override DeepIsolationForestModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        if (content.MemberCount < 1 || content.LayerSizes.Length == 0 || Array.Exists(content.LayerSizes, size => size < 1)
            || content.Forest.SampleSize < 2 || content.Forest.TreeCount % content.MemberCount != 0)
        {
            throw new ModelFormatException(
                $"The model has {content.MemberCount} networks of {content.LayerSizes.Length} layers and {content.Forest.TreeCount} trees "
                + $"of {content.Forest.SampleSize} rows; at least one network, one layer and one output a layer, as many trees on each "
                + "network, and 2 rows are possible. The file is damaged.");
        }

        var layers = new RandomLayer[content.LayerSizes.Length];
        var inputSize = reader.FeatureCount;
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = ReadLayer(inputSize, content.LayerSizes[i], content.MemberCount, ref reader);
            inputSize = content.LayerSizes[i];
        }

        var means = reader.ReadNumbers((long)content.MemberCount * inputSize);
        var inverseDeviations = reader.ReadNumbers((long)content.MemberCount * inputSize);
        var (splits, pathLengths) = content.Forest.Read(inputSize, ref reader);
        return new DeepIsolationForestModel(
            new RandomNetworks(content.MemberCount, layers, means, inverseDeviations),
            new DeviationForest(
                inputSize, content.Forest.TreeCount / content.MemberCount, content.Forest.SampleSize, splits, pathLengths));
    }

    private static RandomLayer ReadLayer(int inputSize, int outputSize, int memberCount, ref ModelReader reader) => new(
        inputSize,
        outputSize,
        reader.ReadNumbers((long)inputSize * outputSize),
        reader.ReadNumbers((long)memberCount * inputSize),
        reader.ReadNumbers((long)memberCount * outputSize));

    /// <summary>The facts of a model.</summary>
    private sealed record Content
    {
        public required int MemberCount { get; init; }

        public required int[] LayerSizes { get; init; }

        public required ForestContent Forest { get; init; }
    }
}
