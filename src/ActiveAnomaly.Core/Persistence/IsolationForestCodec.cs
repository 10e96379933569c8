using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.PReNet;
using ActiveAnomaly.Detectors.Rosas;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Isolation forests: the features and thresholds of all splits, and the leaves' path lengths, tree by tree. Methods that are trained
/// without a labelled anomaly give one too.
/// </summary>
internal sealed class IsolationForestCodec : ModelCodec<IsolationForestModel>
{
    /// <inheritdoc/>
    public override string Kind => "IsolationForest";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } =
    [
        typeof(IsolationForestOptions),
        typeof(DevNetOptions),
        typeof(RosasOptions),
        typeof(PReNetOptions),
    ];

    /// <inheritdoc/>
    protected override void Write(IsolationForestModel model, ModelWriter writer)
    {
        writer.WriteContent(ForestContent.Of(model.Forest));
        ForestContent.Write(model.Forest, writer);
    }

    /// <inheritdoc/>
    protected override IsolationForestModel Read(ref ModelReader reader) =>
        new(reader.FeatureCount, reader.ReadContent<ForestContent>().Read(ref reader));
}
