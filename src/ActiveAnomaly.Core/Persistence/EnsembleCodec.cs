using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;

namespace ActiveAnomaly.Persistence;

/// <summary>Ensembles: member by member its calibration's numbers, and then its own bytes in the format.</summary>
internal sealed class EnsembleCodec : ModelCodec<EnsembleModel>
{
    /// <summary>The kind's name.</summary>
    public const string Name = "Ensemble";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <summary>Gets none: members may be of any kind, and the options are theirs.</summary>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [];

    /// <inheritdoc/>
    protected override void Write(EnsembleModel model, ModelWriter writer)
    {
        var memberLengths = new int[model.Members.Count];
        for (var i = 0; i < memberLengths.Length; i++)
        {
            writer.Write(model.Calibrations[i].Numbers);
            memberLengths[i] = writer.WriteMember(model.Members[i]);
        }

        writer.WriteContent(new Content
        {
            Combination = model.Combination,
            CalibrationLengths = [.. model.Calibrations.Select(calibration => calibration.Numbers.Length)],
            MemberLengths = memberLengths,
        });
    }

    /// <inheritdoc/>
    protected override EnsembleModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        var count = content.MemberLengths.Length;
        if (count == 0 || content.CalibrationLengths.Length != count || !Enum.IsDefined(content.Combination))
        {
            throw new ModelFormatException(
                $"The ensemble has {count} members, {content.CalibrationLengths.Length} calibrations and the combination "
                + $"'{content.Combination}', which do not make one; the file is damaged.");
        }

        var members = new DetectorModel[count];
        var calibrations = new ScoreCalibration[count];
        for (var i = 0; i < count; i++)
        {
            calibrations[i] = Calibration(content.Combination, reader.ReadNumbers(content.CalibrationLengths[i]));
            members[i] = reader.ReadMember(content.MemberLengths[i]);
            if (members[i].FeatureCount != reader.FeatureCount)
            {
                throw new ModelFormatException(
                    $"A member of the ensemble takes {members[i].FeatureCount} features, the ensemble {reader.FeatureCount}; "
                    + "the file is damaged.");
            }
        }

        return new EnsembleModel(members, calibrations);
    }

    /// <summary>Makes a member's calibration, or says why not.</summary>
    internal static ScoreCalibration Calibration(EnsembleCombination combination, float[] numbers)
    {
        var fits = combination == EnsembleCombination.ZAverage
            ? numbers.Length == 2 && numbers[1] > 0
            : numbers.Length > 0 && IsAscending(numbers);
        return fits
            ? new ScoreCalibration(combination, numbers)
            : throw new ModelFormatException(
                $"The {numbers.Length} numbers of a member's calibration are none of the combination {combination}; the file is damaged.");
    }

    private static bool IsAscending(float[] numbers)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] < numbers[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The facts of an ensemble; version 1 has the same.</summary>
    internal sealed record Content
    {
        public required EnsembleCombination Combination { get; init; }

        public required int[] CalibrationLengths { get; init; }

        public required int[] MemberLengths { get; init; }
    }
}
