using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Persistence;

/// <summary>COPOD: feature by feature its points and the counts below and up to each.</summary>
internal sealed class CopodCodec : ModelCodec<CopodModel>
{
    /// <inheritdoc/>
    public override string Kind => "Copod";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(CopodOptions)];

    /// <inheritdoc/>
    protected override void Write(CopodModel model, ModelWriter writer)
    {
        writer.WriteContent(new Content
        {
            PointCounts = [.. model.Columns.Select(column => column.Points.Length)],
            IsLeftSkewed = [.. model.IsLeftSkewed],
        });
        foreach (var column in model.Columns)
        {
            writer.Write(column.Points);
            writer.Write(column.Below);
            writer.Write(column.UpTo);
        }
    }

    /// <inheritdoc/>
    protected override CopodModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        if (content.PointCounts.Length != reader.FeatureCount || content.IsLeftSkewed.Length != reader.FeatureCount)
        {
            throw new ModelFormatException(
                $"The model has {content.PointCounts.Length} columns and {content.IsLeftSkewed.Length} sides for {reader.FeatureCount} "
                + "features; the file is damaged.");
        }

        var columns = new EmpiricalDistribution[reader.FeatureCount];
        for (var k = 0; k < columns.Length; k++)
        {
            var count = content.PointCounts[k];
            var (points, below, upTo) = (reader.ReadNumbers(count), reader.ReadIntegers(count), reader.ReadIntegers(count));
            columns[k] = IsDistribution(points, below, upTo)
                ? new EmpiricalDistribution(points, below, upTo)
                : throw new ModelFormatException($"The {count} points of feature {k} make no distribution; the file is damaged.");
        }

        return new CopodModel(columns, content.IsLeftSkewed);
    }

    private static bool IsDistribution(float[] points, int[] below, int[] upTo)
    {
        if (points.Length == 0 || below[0] < 0)
        {
            return false;
        }

        for (var i = 0; i < points.Length; i++)
        {
            if (below[i] >= upTo[i] || (i > 0 && (points[i] <= points[i - 1] || below[i] < upTo[i - 1])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The facts of a model.</summary>
    private sealed record Content
    {
        public required int[] PointCounts { get; init; }

        public required bool[] IsLeftSkewed { get; init; }
    }
}
