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
        var (calibrationLengths, memberLengths) = MemberContent.Write(model.Members, model.Calibrations, writer);
        writer.WriteContent(new Content { CalibrationLengths = calibrationLengths, MemberLengths = memberLengths });
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

        var (members, calibrations) = MemberContent.Read(
            "combination", EnsembleCombination.RankAverage, content.CalibrationLengths, content.MemberLengths, ref reader);
        return new CombinedModel(members, calibrations, weights);
    }

    /// <summary>The facts of a combination.</summary>
    private sealed record Content
    {
        public required int[] CalibrationLengths { get; init; }

        public required int[] MemberLengths { get; init; }
    }
}
