using System.Text.Json;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;

namespace ActiveAnomaly.Persistence;

/// <summary>Header and content of an ensemble: the members' calibrations and their own bytes.</summary>
internal static class EnsembleModelContent
{
    private const string Kind = "Ensemble";

    public static bool Is(ReadOnlySpan<byte> json) => ModelJson.Read<KindOnly>(json).Kind == Kind;

    public static (byte[] Header, byte[] Payload) Write(EnsembleModel model)
    {
        var members = model.Members.Select(DetectorModelFormat.ToBytes).ToArray();
        var header = new Header
        {
            Kind = Kind,
            Combination = model.Combination,
            Threshold = model.Threshold,
            CalibrationLengths = [.. model.Calibrations.Select(calibration => calibration.Numbers.Length)],
            MemberLengths = [.. members.Select(bytes => bytes.Length)],
        };
        var payload = new byte[checked(members.Sum(bytes => bytes.Length) + (4 * header.CalibrationLengths.Sum()))];
        var at = 0;
        for (var i = 0; i < members.Length; i++)
        {
            new NumberWriter(payload.AsSpan(at)).Write(model.Calibrations[i].Numbers);
            at += 4 * header.CalibrationLengths[i];
            members[i].CopyTo(payload.AsSpan(at));
            at += members[i].Length;
        }

        return (JsonSerializer.SerializeToUtf8Bytes(header, ModelJson.Options), payload);
    }

    public static EnsembleModel Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> payload)
    {
        var header = ModelJson.Read<Header>(json);
        var count = header.MemberLengths.Length;
        if (count == 0 || header.CalibrationLengths.Length != count || header.CalibrationLengths.Any(length => length < 1) || header.MemberLengths.Any(length => length < 1)
            || (4L * header.CalibrationLengths.Sum(length => (long)length)) + header.MemberLengths.Sum(length => (long)length) != payload.Length)
        {
            throw new ModelFormatException("The ensemble's members do not fill its content; the file is damaged.");
        }

        if (!float.IsFinite(header.Threshold) || (header.Combination == EnsembleCombination.ZAverage && header.CalibrationLengths.Any(length => length != 2)))
        {
            throw new ModelFormatException("The ensemble's threshold or calibration is not one; the file is damaged.");
        }

        var members = new DetectorModel[count];
        var calibrations = new ScoreCalibration[count];
        for (var i = 0; i < count; i++)
        {
            var length = 4 * header.CalibrationLengths[i];
            calibrations[i] = new ScoreCalibration(header.Combination, new NumberReader(payload[..length]).Read(header.CalibrationLengths[i]));
            members[i] = DetectorModelFormat.FromBytes(payload.Slice(length, header.MemberLengths[i]));
            payload = payload[(length + header.MemberLengths[i])..];
        }

        if (!members.All(member => member.FeatureCount == members[0].FeatureCount))
        {
            throw new ModelFormatException("The ensemble's members take different numbers of features; the file is damaged.");
        }

        var first = members[0];
        var model = new EnsembleModel(members, calibrations);
        model.Complete(new ModelOrigin($"{first.Name} x {count}", first.Options, first.Seed, first.Stage, header.Threshold));
        return model;
    }

    private sealed record KindOnly
    {
        public string? Kind { get; init; }
    }

    private sealed record Header
    {
        public required string Kind { get; init; }

        public required EnsembleCombination Combination { get; init; }

        public required float Threshold { get; init; }

        public required int[] CalibrationLengths { get; init; }

        public required int[] MemberLengths { get; init; }
    }
}
