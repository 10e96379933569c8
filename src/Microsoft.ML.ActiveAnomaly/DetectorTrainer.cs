using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Trains any detector, the library's or a user's, on a features column and, where the method uses labels, a label column. An
/// ML.NET estimator like any other; immutable and thread safe. Two fits of one trainer on the same data give the same bits.
/// </summary>
public sealed class DetectorTrainer : IEstimator<DetectorTransformer>
{
    private readonly DetectorTrainerOptions _options;

    internal DetectorTrainer(MLContext mlContext, IHost host, Detector detector, DetectorTrainerOptions options)
    {
        Context = mlContext;
        Host = host;
        Detector = detector;
        _options = options;
    }

    /// <summary>Gets the detector that is trained.</summary>
    public Detector Detector { get; }

    /// <summary>Gets the name of the features column.</summary>
    public string FeatureColumnName => _options.FeatureColumnName;

    /// <summary>Gets the name of the label column, or null when Fit trains without labels.</summary>
    public string? LabelColumnName => _options.LabelColumnName;

    /// <summary>Gets the name of the score column.</summary>
    public string ScoreColumnName => _options.ScoreColumnName;

    /// <summary>Gets the name of the predicted-label column.</summary>
    public string PredictedLabelColumnName => _options.PredictedLabelColumnName;

    /// <summary>Gets the name of the probability column, which is added where the model is calibrated.</summary>
    public string ProbabilityColumnName => _options.ProbabilityColumnName;

    internal MLContext Context { get; }

    internal IHost Host { get; }

    internal ScoringColumns Columns => _options.Columns;

    internal IProgress<TrainingProgress>? Progress => _options.Progress;

    internal CalibrationOptions? CalibrationOptions => _options.Calibration;

    internal CancellationToken CancellationToken => _options.CancellationToken;

    /// <summary>Trains.</summary>
    /// <param name="input">The rows; they are read once.</param>
    /// <returns>A transformer that adds the score and predicted-label columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="FeatureDataException">
    /// There are too few rows, a feature is NaN or infinite, or labels come from a DataFrame by a step that made false of its empty cells;
    /// the message names row and column.
    /// </exception>
    /// <exception cref="FalseAlarmRateException">The rows cannot support the calibration's rate of false alarms.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    /// <exception cref="global::ActiveAnomaly.Training.TrainingDivergedException">
    /// A loss or a weight became infinite or NaN, of methods that train a network.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public DetectorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DynamicCode.Require();
        using var channel = Host.Start("Fit");
        var (pool, labels) = PoolReader.Read(input, FeatureColumnName, LabelColumnName, CancellationToken);
        channel.Info(
            MessageSensitivity.None,
            $"{Detector.Name}: {pool.RowCount} rows of {pool.FeatureCount} features, {labels.NormalRows.Count} labelled normal, "
            + $"{labels.AbnormalRows.Count} abnormal, seed {Detector.Seed}.");
        TellOfLabels(channel, input.Schema, labels);
        FeatureRangeWarning.Write(channel, Detector, pool, FeatureColumnName);
        var request = new TrainingRequest(pool, labels)
        {
            Progress = new ChannelProgress(channel, Progress),
            CancellationToken = CancellationToken,
        };
        var trained = Detector.Fit(request);
        CodecWarning.Write(channel, trained.Model);
        if (_options.Calibration is not { } options)
        {
            return new DetectorTransformer(Context, trained.Model, Columns, input.Schema);
        }

        var calibration = Calibration.Of(Detector, request, trained, options);
        CalibrationMessages.Write(channel, calibration);
        return new DetectorTransformer(Context, trained.Model, calibration, Columns, input.Schema);
    }

    /// <summary>Tells what columns the transformer will give.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>
    /// The input's columns, a Single score, a Boolean predicted label, and a Single probability where the options ask for calibration; Fit
    /// fills it with NaN, with a warning, where the labels are too few. The transformer has the probability as well where the detector's
    /// models give one by themselves (<see cref="IProbability"/>), which nobody knows before there is a model.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PoolReader.CheckFeatures(inputSchema, FeatureColumnName);
        if (LabelColumnName is not null)
        {
            PoolReader.CheckLabels(inputSchema, LabelColumnName);
        }

        return ScoringPipeline.OutputShape(Context, inputSchema, _options.Calibration is not null, Columns);
    }

    /// <summary>Says what a user may not have meant, so that nothing about labels is passed over in silence.</summary>
    private void TellOfLabels(IChannel channel, DataViewSchema schema, PoolLabels labels)
    {
        if (LabelColumnName is null)
        {
            if (Detector.UsesLabels && PoolReader.IsLabelColumn(schema, DetectorTrainerOptions.DefaultLabelColumnName))
            {
                channel.Info(
                    MessageSensitivity.Schema,
                    $"Trains without labels, though there is a column '{DetectorTrainerOptions.DefaultLabelColumnName}': "
                    + "LabelColumnName is null.");
            }

            return;
        }

        if (!Detector.UsesLabels && _options.Calibration is null)
        {
            channel.Warning(
                MessageSensitivity.Schema,
                $"The labels in '{LabelColumnName}' make no difference: {Detector.Name}, with these options, learns from none.");
            return;
        }

        LabelWarnings.Write(channel, schema[LabelColumnName], labels);
    }
}
