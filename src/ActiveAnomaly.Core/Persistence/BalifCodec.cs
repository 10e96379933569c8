using ActiveAnomaly.Detectors.Balif;

namespace ActiveAnomaly.Persistence;

/// <summary>BALIF: the forest, then the abnormal and the normal answers of each leaf; the priors follow from the path lengths.</summary>
internal sealed class BalifCodec : ModelCodec<BalifModel>
{
    /// <inheritdoc/>
    public override string Kind => "Balif";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(BalifOptions)];

    /// <inheritdoc/>
    protected override void Write(BalifModel model, ModelWriter writer)
    {
        writer.WriteContent(ForestContent.Of(model.Leaves.Forest));
        ForestContent.Write(model.Leaves.Forest, writer);
        writer.Write(model.Leaves.AbnormalCounts);
        writer.Write(model.Leaves.NormalCounts);
    }

    /// <inheritdoc/>
    protected override BalifModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<ForestContent>();
        if (content.SampleSize < 2)
        {
            throw new ModelFormatException(
                $"The forest has trees of {content.SampleSize} rows; at least 2 are possible. The file is damaged.");
        }

        var forest = content.Read(ref reader);
        var abnormalCounts = ReadCounts(ref reader, forest.PathLengths.Length);
        var normalCounts = ReadCounts(ref reader, forest.PathLengths.Length);
        var leaves = new BetaLeaves(forest, reader.Options.Contamination, abnormalCounts, normalCounts);
        return new BalifModel(reader.FeatureCount, leaves, prior: null);
    }

    private static int[] ReadCounts(ref ModelReader reader, int leafCount)
    {
        var counts = reader.ReadIntegers(leafCount);
        var bad = counts.AsSpan().IndexOfAnyExceptInRange(0, int.MaxValue);
        return bad < 0
            ? counts
            : throw new ModelFormatException($"Leaf {bad} of the forest has {counts[bad]} answers; the file is damaged.");
    }
}
