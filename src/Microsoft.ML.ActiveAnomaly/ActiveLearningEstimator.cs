using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Active learning as an ML.NET estimator: Fit trains, asks an oracle about the rows that a strategy chooses, and trains
/// again, stage by stage; its transformer scores with the last model. Immutable and thread safe as long as its oracle is.
/// </summary>
/// <remarks>
/// Nothing but the oracle's answers (and <see cref="Options.InitialLabelColumnName"/>) reaches a model: the trainer's own label
/// column is not read.
/// </remarks>
public sealed class ActiveLearningEstimator : IEstimator<ActiveLearningTransformer>
{
    private readonly DetectorTrainer _trainer;
    private readonly QueryStrategy _strategy;
    private readonly LabelOracle _oracle;
    private readonly Options _options;
    private readonly IHost _host;

    internal ActiveLearningEstimator(
        MLContext mlContext, DetectorTrainer trainer, QueryStrategy strategy, LabelOracle oracle, Options options)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.StageCount, "options." + nameof(Options.StageCount));
        ArgumentNullException.ThrowIfNull(options.Session, "options." + nameof(Options.Session));
        options.Session.Validate();
        options.Calibration?.Validate();
        if (options.InitialLabelColumnName is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(options.InitialLabelColumnName, "options." + nameof(Options.InitialLabelColumnName));
        }

        ActiveLearningSession.RequireUseOfAnswers(trainer.Detector, strategy);
        _host = ((IHostEnvironment)mlContext).Register(nameof(ActiveLearningEstimator));
        _trainer = trainer;
        _strategy = strategy;
        _oracle = oracle;
        _options = options;
    }

    private CalibrationOptions? CalibrationOptions => _options.Calibration ?? _trainer.CalibrationOptions;

    /// <summary>Runs the active-learning session.</summary>
    /// <param name="input">
    /// The pool. Features, and the labels of <see cref="LabelOracle.FromColumn"/>, are read in one pass; columns that the oracle wants
    /// shown, once a stage, and the rows are compared with the pool by the features.
    /// </param>
    /// <returns>The last model as a transformer, with the history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="global::ActiveAnomaly.Data.FeatureDataException">
    /// There are fewer than two rows, a feature is NaN or infinite, labels come from a DataFrame by a step that made false of its empty
    /// cells, or a later pass gives another row than the first; the message names row and column.
    /// </exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    /// <exception cref="global::ActiveAnomaly.Training.TrainingDivergedException">
    /// A loss or a weight became infinite or NaN, of methods that train a network.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The run was cancelled. Stages finished before were handed to <see cref="Options.StageProgress"/>.
    /// </exception>
    public ActiveLearningTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DynamicCode.Require();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_options.CancellationToken, _trainer.CancellationToken);
        using var channel = _host.Start("Fit");
        var (pool, labels, questions) = Read(input, channel, cancellation.Token);

        FeatureRangeWarning.Write(channel, _trainer.Detector, pool, _trainer.FeatureColumnName);
        var session = new ActiveLearningSession(pool, _trainer.Detector, _strategy, _options.Session, labels);
        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"{_trainer.Detector.Name} with the {_strategy.Name} strategy: {pool.RowCount} rows of {pool.FeatureCount} features, "
            + $"{session.BudgetPerStage} rows a stage, {_options.StageCount} stages, seed {_trainer.Detector.Seed}."));
        session.Run(
            row => questions.Ask(row, session),
            _options.StageCount,
            stage => Report(session, stage, channel),
            new ChannelProgress(channel, _options.TrainingProgress ?? _trainer.Progress),
            cancellation.Token);
        if (session.StageCount <= _options.StageCount && session.CandidateCount == 0)
        {
            channel.Warning(
                MessageSensitivity.None,
                $"Every row is labelled or skipped after stage {session.StageCount - 1}; there is nothing left to ask.");
        }

        return new ActiveLearningTransformer(
            _trainer.Context, session, Calibrate(session, channel, cancellation.Token), _trainer.Columns, input.Schema);
    }

    /// <summary>Tells what columns the transformer will give.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>
    /// The input's columns, a Single score, a Boolean predicted label, and a Single probability where the options ask for calibration; Fit
    /// fills it with NaN, with a warning, where the answers are too few. The transformer has the probability as well where the detector's
    /// models give one by themselves (<see cref="IProbability"/>), which nobody knows before there is a model.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PoolReader.CheckFeatures(inputSchema, _trainer.FeatureColumnName);
        if (_options.InitialLabelColumnName is { } name)
        {
            PoolReader.CheckLabels(inputSchema, name);
        }

        return ScoringPipeline.OutputShape(_trainer.Context, inputSchema, CalibrationOptions is not null, _trainer.Columns);
    }

    private Calibration? Calibrate(ActiveLearningSession session, IChannel channel, CancellationToken cancellationToken)
    {
        if (CalibrationOptions is not { } options)
        {
            return null;
        }

        var calibration = session.BeginCalibration(options).Run(
            new ChannelProgress(channel, _options.TrainingProgress ?? _trainer.Progress), cancellationToken);
        CalibrationMessages.Write(channel, calibration);
        return calibration;
    }

    /// <summary>Reads the pool, and opens the oracle before that: what it lacks is found before minutes of reading.</summary>
    private (FeatureMatrix Pool, PoolLabels Labels, ShownQuestions Questions) Read(
        IDataView input, IChannel channel, CancellationToken cancellationToken)
    {
        var answerColumn = _oracle as IAnswerColumn;
        var answer = answerColumn is null ? _oracle.Open(input, cancellationToken) : null;
        var preview = _oracle.ShownColumnNames.Count == 0
            ? null
            : new RowPreview(
                input, _oracle.ShownColumnNames, PoolReader.FeatureColumn(input.Schema, _trainer.FeatureColumnName));
        string?[] names = [answerColumn?.LabelColumnName, _options.InitialLabelColumnName];
        var (pool, labels) = PoolReader.Read(
            input, _trainer.FeatureColumnName, [.. names.OfType<string>()], preview?.Columns ?? [], cancellationToken);
        if (answerColumn is not null)
        {
            LabelWarnings.Write(channel, input.Schema[answerColumn.LabelColumnName], labels[0]);
            answer = answerColumn.Answers(labels[0]);
        }

        if (_options.InitialLabelColumnName is { } initialName)
        {
            LabelWarnings.Write(channel, input.Schema[initialName], labels[^1], isComplete: false);
        }

        return (
            pool,
            _options.InitialLabelColumnName is null ? PoolLabels.None(pool.RowCount) : labels[^1],
            new ShownQuestions(preview, RowPreview.NamesIn(input.Schema), answer!, cancellationToken));
    }

    private void Report(ActiveLearningSession session, SessionStage stage, IChannel channel)
    {
        if (stage.Stage == 0)
        {
            // Before anybody is asked: answers are what is lost with a model.
            CodecWarning.Write(channel, stage.Model);
        }

        var before = LastAnswers(session, stage.Stage);
        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"Stage {stage.Stage} trained in {stage.TrainingTime.TotalSeconds:F2} s on {stage.NormalCount} normal and "
            + $"{stage.AbnormalCount} abnormal labels ({before.AbnormalCount} anomalies in the last answers, "
            + $"{before.SkippedCount} skipped)."));
        _options.StageProgress?.Report(stage);
    }

    /// <summary>
    /// Gets what the answers before a stage were. The session may have forgotten the stage that asked, but not what it asked; every row
    /// is decided by now, so that one without a label was skipped.
    /// </summary>
    private static (int AbnormalCount, int SkippedCount) LastAnswers(ActiveLearningSession session, int stage)
    {
        var labels = session.Labels;
        int[] rows = [.. session.Log.OfType<RowsQueried>().Where(query => query.Stage == stage - 1).SelectMany(query => query.Rows)];
        return (
            rows.Count(row => labels[row] == RowLabel.Abnormal),
            rows.Count(row => labels[row] == RowLabel.Unlabeled));
    }

    /// <summary>The options of <see cref="ActiveLearningEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>The paper's number of stages after the first, unsupervised one.</summary>
        public const int DefaultStageCount = 5;

        /// <summary>Gets the number of queries, T, at least 0.</summary>
        public int StageCount { get; init; } = DefaultStageCount;

        /// <summary>Gets the session's options: rows asked a stage, seed, pseudo-abnormal rows.</summary>
        public SessionOptions Session { get; init; } = new();

        /// <summary>Gets the name of a column of labels known beforehand, or null; of the types that trainers take.</summary>
        public string? InitialLabelColumnName { get; init; }

        /// <summary>
        /// Gets how the last stage's model is calibrated on the answers, or null for as the trainer's options say
        /// (<see cref="DetectorTrainerOptions.Calibration"/>). It trains as many more models as <see cref="CalibrationOptions.FoldCount"/>
        /// says: milliseconds each of the default detector, and as long as a stage each of a network. Where the answers are too few, Fit
        /// warns, and the probability column holds NaN.
        /// </summary>
        public CalibrationOptions? Calibration { get; init; }

        /// <summary>
        /// Gets who is handed every trained stage, model and scores included, or null. It is called on the training thread.
        /// </summary>
        public IProgress<SessionStage>? StageProgress { get; init; }

        /// <summary>Gets who is told of every epoch, or null for the trainer's listener. It is called on the training thread.</summary>
        public IProgress<TrainingProgress>? TrainingProgress { get; init; }

        /// <summary>Gets the token that cancels Fit, between questions and during training.</summary>
        public CancellationToken CancellationToken { get; init; }
    }
}
