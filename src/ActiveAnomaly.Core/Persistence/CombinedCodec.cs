using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Ensembles;

namespace ActiveAnomaly.Persistence;

/// <summary>Combinations: the weights, then member by member its calibration's numbers and its own bytes in the format.</summary>
internal sealed class CombinedCodec : ModelCodec<CombinedModel>
{
    /// <summary>What weights may lack to 1 by rounding, for each of them.</summary>
    private const double WeightTolerance = 1e-5;

    /// <inheritdoc/>
    public override string Kind => "Combined";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(CombinedOptions)];

    /// <inheritdoc/>
    protected override void Write(CombinedModel model, ModelWriter writer)
    {
        writer.Write(model.Weights.ToArray());
        var lengths = new int[model.Members.Count];
        for (var i = 0; i < lengths.Length; i++)
        {
            writer.Write(model.Calibrations[i].Numbers);
            lengths[i] = writer.WriteMember(model.Members[i]);
        }

        writer.WriteContent(new Content
        {
            CalibrationLengths = [.. model.Calibrations.Select(calibration => calibration.Numbers.Length)],
            MemberLengths = lengths,
        });
    }

    /// <inheritdoc/>
    protected override CombinedModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        var count = content.MemberLengths.Length;
        if (count < 2 || content.CalibrationLengths.Length != count)
        {
            throw new ModelFormatException(
                $"The combination has {count} members and {content.CalibrationLengths.Length} calibrations, which do not make one; "
                + "the file is damaged.");
        }

        var weights = reader.ReadNumbers(count);
        if (Array.Exists(weights, weight => weight < 0) || Math.Abs(weights.Sum(weight => (double)weight) - 1) > WeightTolerance * count)
        {
            throw new ModelFormatException(
                "The weights of the combination are none: one is negative, or their sum is not 1. The file is damaged.");
        }

        var members = new DetectorModel[count];
        var calibrations = new ScoreCalibration[count];
        for (var i = 0; i < count; i++)
        {
            calibrations[i] = EnsembleCodec.Calibration(
                EnsembleCombination.RankAverage, reader.ReadNumbers(content.CalibrationLengths[i]));
            members[i] = reader.ReadMember(content.MemberLengths[i]);
            if (members[i].FeatureCount != reader.FeatureCount)
            {
                throw new ModelFormatException(
                    $"A member of the combination takes {members[i].FeatureCount} features, the combination {reader.FeatureCount}; "
                    + "the file is damaged.");
            }
        }

        return new CombinedModel(members, calibrations, weights);
    }

    /// <summary>The facts of a combination.</summary>
    private sealed record Content
    {
        public required int[] CalibrationLengths { get; init; }

        public required int[] MemberLengths { get; init; }
    }
}
