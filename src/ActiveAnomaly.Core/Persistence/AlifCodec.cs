using ActiveAnomaly.Detectors.Alif;

namespace ActiveAnomaly.Persistence;

/// <summary>ALIF: as an isolation forest, with virtual depths for path lengths.</summary>
internal sealed class AlifCodec : ModelCodec<AlifModel>
{
    /// <inheritdoc/>
    public override string Kind => "Alif";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(AlifOptions)];

    /// <inheritdoc/>
    protected override void Write(AlifModel model, ModelWriter writer)
    {
        writer.WriteContent(ForestContent.Of(model.Forest));
        ForestContent.Write(model.Forest, writer);
    }

    /// <inheritdoc/>
    protected override AlifModel Read(ref ModelReader reader) =>
        new(reader.FeatureCount, reader.ReadContent<ForestContent>().Read(ref reader), prior: null);
}
