using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What the detectors that train networks on an engine share: the engine, and what it can train on.</summary>
public abstract class NeuralDetector : Detector
{
    private readonly NeuralDetectorOptions _options;

    private protected NeuralDetector(NeuralDetectorOptions options)
        : base(options) => _options = options;

    /// <inheritdoc/>
    internal override DetectorOptions RecordedOptions => _options with { GpuDeviceId = null };

    private protected ITrainingEngine Engine() => _options.Engine == EngineChoice.Torch || _options.GpuDeviceId is not null
        ? EngineDiscovery.RequireTorch(_options.GpuDeviceId)
        : new ManagedEngine();

    /// <summary>
    /// Throws where a feature is so large that a minibatch's sum of squares, which losses and batch normalisation take, can be no finite
    /// number: training would stop somewhere in the middle, and could not say why.
    /// </summary>
    /// <param name="pool">The rows.</param>
    /// <param name="batchSize">The most rows of a minibatch.</param>
    private protected void RequireSquares(FeatureMatrix pool, int batchSize)
    {
        var largest = FeatureMatrix.IndexOfLargest(pool.Values);
        var value = pool.Values[largest];
        var limit = Math.Sqrt(float.MaxValue / ((double)Math.Min(batchSize, pool.RowCount) * pool.FeatureCount));
        if (Math.Abs(value) > limit)
        {
            var (row, feature) = (largest / pool.FeatureCount, largest % pool.FeatureCount);
            var found = string.Create(CultureInfo.InvariantCulture, $"{value} in row {row}; a network can take at most {limit:G2} here");
            throw new FeatureDataException(
                $"{Name} cannot be trained: {FeatureMatrix.Describe(feature, pool.FeatureNames)} is {found}, for the squares of a "
                + "minibatch's features have to have a finite sum. Scale the features before (in ML.NET: NormalizeMinMax), or leave the "
                + "row out.",
                row,
                feature);
        }
    }
}
