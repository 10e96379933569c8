using ActiveAnomaly.Detectors.Calibrated;

namespace ActiveAnomaly.Persistence;

/// <summary>Calibrated models: the map to probabilities where there is one, and the bytes of the model in the format.</summary>
internal sealed class CalibratedCodec : ModelCodec<CalibratedModel>
{
    /// <summary>The largest log odds that a file may hold: far beyond those of any answers, and far from the end of numbers.</summary>
    private const double MostLogOdds = 1e9;

    /// <inheritdoc/>
    public override string Kind => "Calibrated";

    /// <summary>Gets none of its own: the options are those of the model that was calibrated.</summary>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [];

    /// <inheritdoc/>
    protected override void Write(CalibratedModel model, ModelWriter writer)
    {
        if (model.Map is { } map)
        {
            writer.Write(map.Scores);
            writer.Write(map.LogOdds);
        }

        writer.WriteContent(new Content
        {
            PointCount = model.Map?.Scores.Length ?? 0,
            ModelLength = writer.WriteMember(model.Calibrated),
        });
    }

    /// <inheritdoc/>
    protected override CalibratedModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        var map = content.PointCount == 0 ? null : ReadMap(content.PointCount, ref reader);
        var model = reader.ReadCalibrated(content.ModelLength);
        if (model.FeatureCount != reader.FeatureCount)
        {
            throw new ModelFormatException(
                $"The calibrated model takes {model.FeatureCount} features, its header speaks of {reader.FeatureCount}; "
                + "the file is damaged.");
        }

        return new CalibratedModel(model, map);
    }

    private static ProbabilityMap ReadMap(int count, ref ModelReader reader)
    {
        var (scores, logOdds) = (reader.ReadNumbers(count), reader.ReadDoubles(count));
        if (count < 2)
        {
            throw new ModelFormatException("The map to probabilities has one point; two or more, or none, make one. The file is damaged.");
        }

        for (var i = 1; i < count; i++)
        {
            if (!(scores[i] > scores[i - 1]) || logOdds[i] < logOdds[i - 1])
            {
                throw new ModelFormatException(
                    $"The map to probabilities does not rise from its point {i - 1}, {logOdds[i - 1]} at the score {scores[i - 1]}, to the "
                    + $"next, {logOdds[i]} at {scores[i]}: a higher score is never less probable to be abnormal. The file is damaged.");
            }
        }

        if (Array.Exists(logOdds, value => Math.Abs(value) > MostLogOdds))
        {
            throw new ModelFormatException($"The map to probabilities has log odds beyond {MostLogOdds}; the file is damaged.");
        }

        return new ProbabilityMap(scores, logOdds);
    }

    /// <summary>The facts of a calibrated model.</summary>
    private sealed record Content
    {
        public required int PointCount { get; init; }

        public required int ModelLength { get; init; }
    }
}
