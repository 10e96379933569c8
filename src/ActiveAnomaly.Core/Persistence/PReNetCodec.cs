using ActiveAnomaly.Detectors.PReNet;

namespace ActiveAnomaly.Persistence;

/// <summary>Networks of pairwise relations: the one network of one output that scores.</summary>
internal sealed class PReNetCodec : ModelCodec<PReNetModel>
{
    /// <inheritdoc/>
    public override string Kind => "PReNet";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(PReNetOptions)];

    /// <inheritdoc/>
    protected override void Write(PReNetModel model, ModelWriter writer) => PartsContent.Write(model.EngineName, [model.Network], writer);

    /// <inheritdoc/>
    protected override PReNetModel Read(ref ModelReader reader)
    {
        var (engineName, networks) = PartsContent.Read(1, ref reader);
        PartsContent.Require(networks[0], reader.FeatureCount, outputSize: 1);
        return new PReNetModel(networks[0], engineName);
    }
}
