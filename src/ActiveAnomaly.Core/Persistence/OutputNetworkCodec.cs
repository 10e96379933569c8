using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>Models that are one network of one output.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="create">Makes it of its network and its engine's name.</param>
internal abstract class OutputNetworkCodec<TModel>(Func<NetworkParameters, string, TModel> create) : ModelCodec<TModel>
    where TModel : OutputNetworkModel
{
    /// <inheritdoc/>
    protected sealed override void Write(TModel model, ModelWriter writer) =>
        PartsContent.Write(model.EngineName, [model.Network], writer);

    /// <inheritdoc/>
    protected sealed override TModel Read(ref ModelReader reader)
    {
        var (engineName, networks) = PartsContent.Read(1, ref reader);
        PartsContent.Require(networks[0], reader.FeatureCount, outputSize: 1);
        return create(networks[0], engineName);
    }
}
