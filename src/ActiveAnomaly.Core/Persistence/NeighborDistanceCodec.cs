using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Persistence;

/// <summary>Neighbour distances: the reference rows, row-major.</summary>
internal sealed class NeighborDistanceCodec : ModelCodec<NeighborDistanceModel>
{
    /// <inheritdoc/>
    public override string Kind => "NeighborDistance";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(NeighborDistanceOptions)];

    /// <inheritdoc/>
    protected override void Write(NeighborDistanceModel model, ModelWriter writer)
    {
        writer.WriteContent(new Content { RowCount = model.ReferenceRowCount, NeighborCount = model.NeighborCount });
        writer.Write(model.Rows.ToRows());
    }

    /// <inheritdoc/>
    protected override NeighborDistanceModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        if (content.NeighborCount is < 1 or > NeighborDistanceOptions.MostNeighbors || content.RowCount <= content.NeighborCount)
        {
            throw new ModelFormatException(
                $"The model has {content.RowCount} rows and takes {content.NeighborCount} neighbours; there must be more rows than "
                + $"neighbours, and 1 to {NeighborDistanceOptions.MostNeighbors} of these. The file is damaged.");
        }

        var rows = reader.ReadNumbers((long)content.RowCount * reader.FeatureCount);
        return new NeighborDistanceModel(new ReferenceRows(rows, reader.FeatureCount), content.NeighborCount);
    }

    /// <summary>The facts of a model.</summary>
    private sealed record Content
    {
        public required int RowCount { get; init; }

        public required int NeighborCount { get; init; }
    }
}
