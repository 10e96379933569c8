using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>Isolation forests: the features and thresholds of all splits, and the leaves' path lengths, tree by tree.</summary>
internal sealed class IsolationForestCodec : ModelCodec<IsolationForestModel>
{
    /// <inheritdoc/>
    public override string Kind => "IsolationForest";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(IsolationForestOptions)];

    /// <inheritdoc/>
    protected override void Write(IsolationForestModel model, ModelWriter writer)
    {
        writer.WriteContent(Facts(model.Forest));
        WriteTrees(model.Forest, writer);
    }

    /// <inheritdoc/>
    protected override IsolationForestModel Read(ref ModelReader reader) =>
        new(reader.FeatureCount, Read(reader.ReadContent<Content>(), ref reader));

    /// <summary>Gives the facts of a forest.</summary>
    internal static Content Facts(IsolationForest forest) => new() { TreeCount = forest.TreeCount, SampleSize = forest.SampleSize };

    /// <summary>Writes the numbers of a forest.</summary>
    internal static void WriteTrees(IsolationForest forest, ModelWriter writer)
    {
        var features = new int[forest.Splits.Length];
        var thresholds = new float[features.Length];
        for (var i = 0; i < features.Length; i++)
        {
            (thresholds[i], features[i]) = forest.Splits[i];
        }

        writer.Write(features);
        writer.Write(thresholds);
        writer.Write(forest.PathLengths);
    }

    /// <summary>Reads a forest.</summary>
    internal static IsolationForest Read(Content content, ref ModelReader reader)
    {
        if (content.TreeCount < 1 || content.SampleSize is < 1 or > IsolationForest.MostSampleRows)
        {
            throw new ModelFormatException(
                $"The forest has {content.TreeCount} trees of {content.SampleSize} rows; at least one tree and 1 to "
                + $"{IsolationForest.MostSampleRows} rows are possible. The file is damaged.");
        }

        var depth = IsolationForest.DepthOf(content.SampleSize);
        var splitCount = (long)content.TreeCount * ((1 << depth) - 1);
        var features = reader.ReadIntegers(splitCount);
        var thresholds = reader.ReadNumbers(splitCount);
        var splits = new IsolationSplit[features.Length];
        for (var i = 0; i < splits.Length; i++)
        {
            splits[i] = features[i] >= 0 && features[i] < reader.FeatureCount
                ? new IsolationSplit(thresholds[i], features[i])
                : throw new ModelFormatException(
                    $"Split {i} of the forest is at feature {features[i]} of {reader.FeatureCount}; the file is damaged.");
        }

        return new IsolationForest(content.SampleSize, splits, reader.ReadNumbers((long)content.TreeCount << depth));
    }

    /// <summary>The facts of a forest.</summary>
    internal sealed record Content
    {
        public required int TreeCount { get; init; }

        public required int SampleSize { get; init; }
    }
}
