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
        writer.WriteContent(Facts(model.Tails));
        WriteColumns(model.Tails, writer);
    }

    /// <inheritdoc/>
    protected override CopodModel Read(ref ModelReader reader) => new(Read(reader.ReadContent<Content>(), ref reader));

    /// <summary>Gives the facts of tails.</summary>
    internal static Content Facts(TailProbabilities tails) => new()
    {
        PointCounts = [.. tails.Columns.Select(column => column.Points.Length)],
        IsLeftSkewed = [.. tails.IsLeftSkewed],
    };

    /// <summary>Writes the numbers of tails.</summary>
    internal static void WriteColumns(TailProbabilities tails, ModelWriter writer)
    {
        foreach (var column in tails.Columns)
        {
            WriteDistribution(column, writer);
        }
    }

    /// <summary>Reads tails.</summary>
    internal static TailProbabilities Read(Content content, ref ModelReader reader)
    {
        if (content.PointCounts.Length != reader.FeatureCount || content.IsLeftSkewed.Length != reader.FeatureCount)
        {
            throw new ModelFormatException(
                $"The model has {content.PointCounts.Length} columns and {content.IsLeftSkewed.Length} sides for {reader.FeatureCount} "
                + "features; the file is damaged.");
        }

        var columns = new EmpiricalDistribution[reader.FeatureCount];
        for (var k = 0; k < columns.Length; k++)
        {
            columns[k] = ReadDistribution(content.PointCounts[k], $"feature {k}", ref reader);
        }

        return new TailProbabilities(columns, content.IsLeftSkewed);
    }

    /// <summary>Writes a distribution; the number of its points must follow from the content.</summary>
    internal static void WriteDistribution(EmpiricalDistribution distribution, ModelWriter writer)
    {
        writer.Write(distribution.Points);
        writer.Write(distribution.Below);
        writer.Write(distribution.UpTo);
    }

    /// <summary>Reads a distribution.</summary>
    internal static EmpiricalDistribution ReadDistribution(int pointCount, string what, ref ModelReader reader)
    {
        var (points, below, upTo) = (reader.ReadNumbers(pointCount), reader.ReadIntegers(pointCount), reader.ReadIntegers(pointCount));
        return IsDistribution(points, below, upTo)
            ? new EmpiricalDistribution(points, below, upTo)
            : throw new ModelFormatException($"The {pointCount} points of {what} make no distribution; the file is damaged.");
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
    internal sealed record Content
    {
        public required int[] PointCounts { get; init; }

        public required bool[] IsLeftSkewed { get; init; }
    }
}
