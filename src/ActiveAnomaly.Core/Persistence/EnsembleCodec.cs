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
        var (calibrationLengths, memberLengths) = MemberContent.Write(model.Members, model.Calibrations, writer);
        writer.WriteContent(new Content
        {
            Combination = model.Combination,
            CalibrationLengths = calibrationLengths,
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

        var (members, calibrations) = MemberContent.Read(
            "ensemble", content.Combination, content.CalibrationLengths, content.MemberLengths, ref reader);
        return new EnsembleModel(members, calibrations);
    }

    /// <summary>The facts of an ensemble; version 1 has the same.</summary>
    internal sealed record Content
    {
        public required EnsembleCombination Combination { get; init; }

        public required int[] CalibrationLengths { get; init; }

        public required int[] MemberLengths { get; init; }
    }
}
