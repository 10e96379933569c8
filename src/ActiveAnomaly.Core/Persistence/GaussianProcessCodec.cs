using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Gaussian processes: the scaling, the detectors, their scores' distributions, and the rows learnt from with their weights. The factor of
/// their covariances is computed again when a variance is asked for.
/// </summary>
internal sealed class GaussianProcessCodec : ModelCodec<GaussianProcessModel>
{
    /// <inheritdoc/>
    public override string Kind => "GaussianProcess";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(GaussianProcessOptions)];

    /// <inheritdoc/>
    protected override void Write(GaussianProcessModel model, ModelWriter writer)
    {
        var (scaling, detectors, kernel) = (model.Space.Scaling, model.Space.Detectors, model.Space.Kernel);
        EmpiricalDistribution[] distributions = [.. model.Space.Ranks.Distributions];
        writer.WriteContent(new Content
        {
            Forest = ForestContent.Of(detectors.Forest),
            Spheres = InneCodec.Facts(detectors.Spheres),
            ReferenceRowCount = detectors.References.Count,
            Tails = CopodCodec.Facts(detectors.Tails),
            PointCounts = [.. distributions.Select(distribution => distribution.Points.Length)],
            UnitLength = kernel.UnitLength,
            RobustLength = kernel.RobustLength,
            AnswerCount = model.AnswerCount,
            PresumedCount = model.PresumedCount,
            PresumedVariance = model.Posterior.Presumed.Variance,
            HasFeatureWeights = kernel.FeatureWeights is not null,
        });
        WriteScaling(scaling, writer);
        ForestContent.Write(detectors.Forest, writer);
        writer.Write(detectors.Spheres.Centers.Span);
        writer.Write(detectors.References.ToRows());
        CopodCodec.WriteColumns(detectors.Tails, writer);
        foreach (var distribution in distributions)
        {
            CopodCodec.WriteDistribution(distribution, writer);
        }

        writer.Write(model.Rows.Values);
        writer.Write(model.Posterior.Weights);
        if (kernel.FeatureWeights is { } featureWeights)
        {
            writer.Write(featureWeights);
        }
    }

    /// <inheritdoc/>
    protected override GaussianProcessModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        if (content.ReferenceRowCount is < 2 or > PriorDetectors.MostReferenceRows
            || content.AnswerCount < 0 || content.PointCounts.Length != PriorDetectors.Count + 1
            || !(content.UnitLength > 0 && content.RobustLength > 0)
            || !(double.IsFinite(content.UnitLength) && double.IsFinite(content.RobustLength)))
        {
            throw new ModelFormatException(
                $"The model has {content.ReferenceRowCount} reference rows, {content.AnswerCount} answers, {content.PointCounts.Length} "
                + $"distributions and the lengths {content.UnitLength} and {content.RobustLength}, which do not make one; "
                + "the file is damaged.");
        }

        var scaling = ReadScaling(ref reader);
        var forest = content.Forest.Read(ref reader);
        var spheres = InneCodec.Read(content.Spheres, ref reader);
        var references = reader.ReadNumbers((long)content.ReferenceRowCount * reader.FeatureCount);
        var detectors = new PriorDetectors(
            forest, spheres, new ReferenceRows(references, reader.FeatureCount), CopodCodec.Read(content.Tails, ref reader));
        var distributions = new EmpiricalDistribution[content.PointCounts.Length];
        for (var i = 0; i < distributions.Length; i++)
        {
            distributions[i] = CopodCodec.ReadDistribution(content.PointCounts[i], $"distribution {i}", ref reader);
        }

        var space = new KernelSpace(
            scaling,
            detectors,
            new PriorRanks(distributions[..^1], distributions[^1]),
            new LaplaceKernel(content.UnitLength, content.RobustLength));
        var noise = ((GaussianProcessOptions)reader.Options).Noise;
        var presumed = new Presumption(content.PresumedCount, content.PresumedVariance);
        if (presumed.Count is < 0 or > Presumption.MostRows
            || (presumed.Count > 0 && !(double.IsFinite(presumed.Variance) && presumed.Variance >= noise)))
        {
            throw new ModelFormatException(
                $"The model has {presumed.Count} rows presumed normal, with the variance {presumed.Variance} where an answer has {noise}: "
                + $"0 to {Presumption.MostRows} are allowed, of no smaller variance; the file is damaged.");
        }

        var rowCount = (long)content.AnswerCount + presumed.Count;
        var rows = FeatureMatrix.Copy(reader.ReadNumbers(rowCount * reader.FeatureCount), reader.FeatureCount);
        var weights = reader.ReadDoubles((int)rowCount);
        if (content.HasFeatureWeights)
        {
            space = space.Weighing(ReadFeatureWeights(ref reader));
        }

        return new GaussianProcessModel(
            space, Posterior.Load(space, Embedded(space, rows), noise, presumed, weights), rows, training: null);
    }

    /// <summary>Writes a scaling.</summary>
    internal static void WriteScaling(FeatureScaling scaling, ModelWriter writer)
    {
        writer.Write(scaling.Lowest);
        writer.Write(scaling.Spans);
        writer.Write(scaling.Upper);
        writer.Write(scaling.Medians);
        writer.Write(scaling.Scales);
    }

    /// <summary>Reads a scaling.</summary>
    internal static FeatureScaling ReadScaling(ref ModelReader reader)
    {
        var count = reader.FeatureCount;
        var (lowest, spans, upper) = (reader.ReadDoubles(count), reader.ReadDoubles(count), reader.ReadNumbers(count));
        var (medians, scales) = (reader.ReadDoubles(count), reader.ReadDoubles(count));
        for (var k = 0; k < count; k++)
        {
            if (!(spans[k] >= float.Epsilon && scales[k] >= FeatureScaling.SmallestScale
                && medians[k] >= 0 && medians[k] <= upper[k]))
            {
                throw new ModelFormatException(
                    $"Feature {k} has the span {spans[k]}, the scale {scales[k]}, the median {medians[k]} and the largest value "
                    + $"{upper[k]}, which make no scaling; the file is damaged.");
            }
        }

        return new FeatureScaling(lowest, spans, upper, medians, scales);
    }

    private static float[] ReadFeatureWeights(ref ModelReader reader)
    {
        var weights = reader.ReadNumbers(reader.FeatureCount);
        var negative = Array.FindIndex(weights, weight => weight < 0);
        return negative < 0
            ? weights
            : throw new ModelFormatException(
                $"Feature {negative} weighs {weights[negative]}, where at least 0 is needed; the file is damaged.");
    }

    private static KernelRows Embedded(KernelSpace space, FeatureMatrix rows)
    {
        using var embedded = new EmbeddedRows(rows.RowCount, rows.FeatureCount);
        space.Scaling.ToUnit(rows.Values, embedded.Unit);
        space.Embed(embedded, CancellationToken.None);
        return KernelRows.Of(embedded);
    }

    /// <summary>The facts of a model.</summary>
    private sealed record Content
    {
        public required ForestContent Forest { get; init; }

        public required InneCodec.Content Spheres { get; init; }

        public required int ReferenceRowCount { get; init; }

        public required CopodCodec.Content Tails { get; init; }

        public required int[] PointCounts { get; init; }

        public required double UnitLength { get; init; }

        public required double RobustLength { get; init; }

        public required int AnswerCount { get; init; }

        public int PresumedCount { get; init; }

        public double PresumedVariance { get; init; }

        public bool HasFeatureWeights { get; init; }
    }
}
