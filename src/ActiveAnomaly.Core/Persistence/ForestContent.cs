using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>The facts of a saved isolation forest, and its numbers: features, thresholds, path lengths, tree by tree.</summary>
internal sealed record ForestContent
{
    public required int TreeCount { get; init; }

    public required int SampleSize { get; init; }

    public static ForestContent Of(IsolationForest forest) => new() { TreeCount = forest.TreeCount, SampleSize = forest.SampleSize };

    public static void Write(IsolationForest forest, ModelWriter writer) => Write(forest.Splits, forest.PathLengths, writer);

    public static void Write(ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> pathLengths, ModelWriter writer)
    {
        var features = new int[splits.Length];
        var thresholds = new float[features.Length];
        for (var i = 0; i < features.Length; i++)
        {
            (thresholds[i], features[i]) = splits[i];
        }

        writer.Write(features);
        writer.Write(thresholds);
        writer.Write(pathLengths);
    }

    public IsolationForest Read(ref ModelReader reader)
    {
        var (splits, pathLengths) = Read(reader.FeatureCount, ref reader);
        return new IsolationForest(SampleSize, splits, pathLengths);
    }

    /// <summary>Reads the numbers of trees.</summary>
    /// <param name="featureCount">The number of features that they split.</param>
    /// <param name="reader">The reader.</param>
    public (IsolationSplit[] Splits, float[] PathLengths) Read(int featureCount, ref ModelReader reader)
    {
        if (TreeCount < 1 || SampleSize is < 1 or > IsolationForest.MostSampleRows)
        {
            throw new ModelFormatException(
                $"The forest has {TreeCount} trees of {SampleSize} rows; at least one tree and 1 to "
                + $"{IsolationForest.MostSampleRows} rows are possible. The file is damaged.");
        }

        var depth = IsolationForest.DepthOf(SampleSize);
        var splitCount = (long)TreeCount * ((1 << depth) - 1);
        var features = reader.ReadIntegers(splitCount);
        var thresholds = reader.ReadNumbers(splitCount);
        var splits = new IsolationSplit[features.Length];
        for (var i = 0; i < splits.Length; i++)
        {
            splits[i] = features[i] >= 0 && features[i] < featureCount
                ? new IsolationSplit(thresholds[i], features[i])
                : throw new ModelFormatException(
                    $"Split {i} of the forest is at feature {features[i]} of {featureCount}; the file is damaged.");
        }

        return (splits, reader.ReadNumbers((long)TreeCount << depth));
    }
}
