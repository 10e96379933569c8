using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>
/// What the methods share that put answers on an isolation forest: the forest depends on the seed alone, not on labels or stage, and is
/// grown once a session. Immutable and thread safe.
/// </summary>
public abstract class PriorForestDetector : Detector
{
    private protected PriorForestDetector(DetectorOptions options)
        : base(options)
    {
    }

    /// <inheritdoc/>
    public sealed override bool UsesLabels => true;

    /// <summary>Gets what the forest's trees are called in reports.</summary>
    private protected virtual string Phase => "trees";

    /// <inheritdoc/>
    protected sealed override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var prior = PriorForest.Of(request, OriginOf(request.Pool), PriorOf(request.Previous), Phase);
        return Scored(Train(request, prior), request);
    }

    /// <summary>Gives all that the forest of a pool depends on.</summary>
    /// <param name="pool">The pool.</param>
    private protected abstract PriorForest.Origin OriginOf(FeatureMatrix pool);

    /// <summary>Gives the forest that a model of this method was trained on; null for none, and for models of other methods.</summary>
    /// <param name="model">The model, or null.</param>
    private protected abstract PriorForest? PriorOf(DetectorModel? model);

    /// <summary>Puts the answers on the forest.</summary>
    /// <param name="request">The pool and its labels, and how to report and cancel.</param>
    /// <param name="prior">The forest.</param>
    private protected abstract DetectorModel Train(TrainingRequest request, PriorForest prior);
}
