using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Models that score as an isolation forest: the features and thresholds of all splits, and the leaves' path lengths, tree by tree.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="create">Makes it of its number of features and its forest.</param>
internal abstract class ForestCodec<TModel>(Func<int, IsolationForest, TModel> create) : ModelCodec<TModel>
    where TModel : ForestModel
{
    /// <inheritdoc/>
    protected sealed override void Write(TModel model, ModelWriter writer)
    {
        writer.WriteContent(ForestContent.Of(model.Forest));
        ForestContent.Write(model.Forest, writer);
    }

    /// <inheritdoc/>
    protected sealed override TModel Read(ref ModelReader reader) =>
        create(reader.FeatureCount, reader.ReadContent<ForestContent>().Read(ref reader));
}
