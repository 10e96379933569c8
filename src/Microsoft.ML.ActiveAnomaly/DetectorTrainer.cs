using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Trains a detector on a features column and, where the method uses labels, a label column. An ML.NET estimator like any
/// other; immutable and thread safe. Two fits of one trainer on the same data give the same bits.
/// </summary>
public abstract class DetectorTrainer : IEstimator<DetectorTransformer>
{
    private readonly DetectorTrainerOptions _options;

    private protected DetectorTrainer(MLContext mlContext, DetectorTrainerOptions options, string? labelColumnName)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Context = mlContext;
        Host = ((IHostEnvironment)mlContext).Register(GetType().Name);
        _options = options;
        LabelColumnName = labelColumnName;
    }

    /// <summary>Gets the detector that is trained.</summary>
    public abstract Detector Detector { get; }

    /// <summary>Gets the name of the features column.</summary>
    public string FeatureColumnName => _options.FeatureColumnName;

    /// <summary>Gets the name of the label column, or null when Fit trains without labels.</summary>
    public string? LabelColumnName { get; }

    /// <summary>Gets the name of the score column.</summary>
    public string ScoreColumnName => _options.ScoreColumnName;

    /// <summary>Gets the name of the predicted-label column.</summary>
    public string PredictedLabelColumnName => _options.PredictedLabelColumnName;

    internal MLContext Context { get; }

    internal IProgress<TrainingProgress>? Progress => _options.Progress;

    internal CancellationToken CancellationToken => _options.CancellationToken;

    private protected IHost Host { get; }

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; they are read once.</param>
    /// <returns>A transformer that adds the score and predicted-label columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="FeatureDataException">There are fewer than two rows, or a feature is NaN or infinite; the message names row and column.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public DetectorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = Host.Start("Fit");
        var (pool, labels) = PoolReader.Read(input, FeatureColumnName, LabelColumnName, CancellationToken);
        channel.Info(MessageSensitivity.None, $"{Detector.Name}: {pool.RowCount} rows of {pool.FeatureCount} features, {labels.NormalRows.Count} labelled normal, {labels.AbnormalRows.Count} abnormal, seed {Detector.Seed}.");
        if (Detector.UsesLabels && LabelColumnName is not null && labels.LabeledCount > 0 && (labels.NormalRows.Count == 0 || labels.AbnormalRows.Count == 0))
        {
            channel.Warning(MessageSensitivity.Schema, $"All labels in '{LabelColumnName}' are of one kind; a method that compares normal with abnormal rows learns nothing from one kind alone.");
        }

        var trained = Detector.Fit(new TrainingRequest(pool, labels)
        {
            Progress = new ChannelProgress(channel, Progress),
            CancellationToken = CancellationToken,
        });
        return new DetectorTransformer(Context, trained.Model, this, input);
    }

    /// <summary>Tells what columns the transformer will give.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The input's columns, a Single score and a Boolean predicted label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PoolReader.CheckFeatures(inputSchema, FeatureColumnName);
        if (LabelColumnName is not null)
        {
            PoolReader.CheckLabels(inputSchema, LabelColumnName);
        }

        return ScoringPipeline.OutputShape(Context, inputSchema, ScoreColumnName, PredictedLabelColumnName);
    }

    /// <summary>Makes the detector, or the ensemble, after filling in what the options leave open: the seed and the GPU from the context.</summary>
    private protected Detector CreateDetector<T>(T options, Func<T, Detector> create)
        where T : NetworkDetectorOptions
    {
        var complete = EngineSelection.Resolve(Context, Host, options) with { Seed = options.Seed ?? Host.Rand.Next() };
        return _options.Ensemble is { } ensemble ? EnsembleDetector.Create(ensemble, complete, create) : create(complete);
    }
}
