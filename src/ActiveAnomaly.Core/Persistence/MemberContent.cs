using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;

namespace ActiveAnomaly.Persistence;

/// <summary>The members of a model made of models: each its calibration's numbers, and then its own bytes in the format.</summary>
internal static class MemberContent
{
    /// <summary>Writes members.</summary>
    /// <returns>How many numbers each calibration has, and how many bytes each member.</returns>
    public static (int[] CalibrationLengths, int[] MemberLengths) Write(
        IReadOnlyList<DetectorModel> members, IReadOnlyList<ScoreCalibration> calibrations, ModelWriter writer)
    {
        var memberLengths = new int[members.Count];
        for (var i = 0; i < memberLengths.Length; i++)
        {
            writer.Write(calibrations[i].Numbers);
            memberLengths[i] = writer.WriteMember(members[i]);
        }

        return ([.. calibrations.Select(calibration => calibration.Numbers.Length)], memberLengths);
    }

    /// <summary>Reads members.</summary>
    /// <param name="whole">What they are members of, such as "ensemble".</param>
    /// <param name="combination">What calibrations are for.</param>
    /// <param name="calibrationLengths">How many numbers each calibration has.</param>
    /// <param name="memberLengths">How many bytes each member has; as many as there are calibrations.</param>
    /// <param name="reader">The reader.</param>
    public static (DetectorModel[] Members, ScoreCalibration[] Calibrations) Read(
        string whole, EnsembleCombination combination, int[] calibrationLengths, int[] memberLengths, ref ModelReader reader)
    {
        var members = new DetectorModel[memberLengths.Length];
        var calibrations = new ScoreCalibration[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            calibrations[i] = Calibration(combination, reader.ReadNumbers(calibrationLengths[i]));
            members[i] = reader.ReadMember(memberLengths[i]);
            if (members[i].FeatureCount != reader.FeatureCount)
            {
                throw new ModelFormatException(
                    $"A member of the {whole} takes {members[i].FeatureCount} features, the {whole} {reader.FeatureCount}; "
                    + "the file is damaged.");
            }
        }

        return (members, calibrations);
    }

    private static ScoreCalibration Calibration(EnsembleCombination combination, float[] numbers)
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
}
