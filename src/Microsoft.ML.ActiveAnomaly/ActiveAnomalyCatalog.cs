using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// What <see cref="MLContextExtensions.ActiveAnomaly"/> gives: trainers, the active-learning estimator, sessions, previews of the rows
/// that they ask about, and models out of loaded chains.
/// </summary>
public sealed partial class ActiveAnomalyCatalog
{
    private readonly MLContext _mlContext;

    internal ActiveAnomalyCatalog(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        _mlContext = mlContext;
        Trainers = new TrainerCatalog(mlContext);
    }

    /// <summary>Gets the trainers.</summary>
    public TrainerCatalog Trainers { get; }

    internal MLContext Context => _mlContext;

    /// <summary>
    /// Creates an estimator that trains, asks and trains again, with the default trainer (<see cref="TrainerCatalog.Default"/>) and
    /// strategy (<see cref="ThirdsStrategy"/>).
    /// </summary>
    /// <param name="oracle">Who answers.</param>
    /// <returns>The estimator.</returns>
    public ActiveLearningEstimator ActiveLearning(LabelOracle oracle) => ActiveLearning(oracle, new ActiveLearningEstimator.Options());

    /// <summary>
    /// Creates an estimator that trains, asks and trains again, with the default trainer (<see cref="TrainerCatalog.Default"/>) and
    /// strategy (<see cref="ThirdsStrategy"/>).
    /// </summary>
    /// <param name="oracle">Who answers.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ActiveLearningEstimator ActiveLearning(LabelOracle oracle, ActiveLearningEstimator.Options options) =>
        ActiveLearning(Trainers.Default(), new ThirdsStrategy(), oracle, options);

    /// <summary>Creates an estimator that trains, asks and trains again.</summary>
    /// <param name="trainer">What is trained at every stage; its label column is not read.</param>
    /// <param name="strategy">What chooses the rows to ask about.</param>
    /// <param name="oracle">Who answers.</param>
    /// <param name="stageCount">The number of queries, T, at least 0.</param>
    /// <param name="budgetPerStage">The number of rows asked a stage, B, at least 1; null for the paper's rule.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ActiveLearningEstimator ActiveLearning(
        DetectorTrainer trainer,
        QueryStrategy strategy,
        LabelOracle oracle,
        int stageCount = ActiveLearningEstimator.Options.DefaultStageCount,
        int? budgetPerStage = null) => ActiveLearning(trainer, strategy, oracle, new ActiveLearningEstimator.Options
        {
            StageCount = stageCount,
            Session = new SessionOptions { BudgetPerStage = budgetPerStage },
        });

    /// <summary>Creates an estimator that trains, asks and trains again.</summary>
    /// <param name="trainer">What is trained at every stage; its label column is not read.</param>
    /// <param name="strategy">What chooses the rows to ask about.</param>
    /// <param name="oracle">Who answers.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ActiveLearningEstimator ActiveLearning(
        DetectorTrainer trainer, QueryStrategy strategy, LabelOracle oracle, ActiveLearningEstimator.Options options) =>
        new(_mlContext, trainer, strategy, oracle, options);

    /// <summary>
    /// Creates a session over the rows of a data view, with the default trainer (<see cref="TrainerCatalog.Default"/>) and strategy
    /// (<see cref="ThirdsStrategy"/>): "which rows next?" without an oracle.
    /// </summary>
    /// <param name="data">The pool; its column 'Features' is read once.</param>
    /// <returns>The session; row indices are those of <paramref name="data"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of a wrong type.</exception>
    /// <exception cref="FeatureDataException">A feature is NaN or infinite.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public ActiveLearningSession CreateSession(IDataView data) => CreateSession(data, Trainers.Default(), new ThirdsStrategy());

    /// <summary>Creates a session over the rows of a data view: "which rows next?" without an oracle.</summary>
    /// <param name="data">The pool; its features are read once.</param>
    /// <param name="trainer">What is trained at every stage; its label column is not read.</param>
    /// <param name="strategy">What chooses the rows to ask about.</param>
    /// <param name="options">The session's options; null for the defaults.</param>
    /// <param name="initialLabelColumnName">A column of labels known beforehand, or null.</param>
    /// <returns>The session; row indices are those of <paramref name="data"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type, or an option is out of its range.</exception>
    /// <exception cref="FeatureDataException">A feature is NaN or infinite.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public ActiveLearningSession CreateSession(
        IDataView data,
        DetectorTrainer trainer,
        QueryStrategy strategy,
        SessionOptions? options = null,
        string? initialLabelColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(trainer);
        DynamicCode.Require();
        var (pool, labels) = PoolReader.Read(data, trainer.FeatureColumnName, initialLabelColumnName, trainer.CancellationToken);
        using var channel = trainer.Host.Start("CreateSession");
        if (initialLabelColumnName is not null)
        {
            LabelWarnings.Write(channel, data.Schema[initialLabelColumnName], labels, isComplete: false);
        }

        FeatureRangeWarning.Write(channel, trainer.Detector, pool, trainer.FeatureColumnName);
        return new ActiveLearningSession(pool, trainer.Detector, strategy, options, labels);
    }

    /// <summary>
    /// Goes on with a session over the rows of a data view from its log (<see cref="ActiveLearningSession.Resume"/>): the next model and
    /// query have the same bits as if it had never stopped. Labels that it began with are in the log.
    /// </summary>
    /// <param name="log">The session's events, in order, as a store reads them.</param>
    /// <param name="data">The same rows in the same order, those added later included; the features are read once.</param>
    /// <param name="trainer">
    /// A trainer of the same detector, with the same options and seed: give its options a seed, or the MLContext one and make trainers
    /// in the same order, for else it is drawn anew.
    /// </param>
    /// <param name="strategy">The same strategy.</param>
    /// <param name="options">
    /// The same options; what they leave open is the log's. Without a <see cref="SessionOptions.Sink"/> the session goes on and keeps
    /// nothing: the log is read only.
    /// </param>
    /// <returns>The session; its history begins with the last stage, whose model is trained again.</returns>
    /// <exception cref="SessionMismatchException">
    /// What was given is not what the log is about, or the log is damaged; the message says where.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing or of a wrong type.</exception>
    /// <exception cref="FeatureDataException">A feature is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The trainer's token was cancelled.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public ActiveLearningSession ResumeSession(
        IEnumerable<SessionEvent> log,
        IDataView data,
        DetectorTrainer trainer,
        QueryStrategy strategy,
        SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(trainer);
        DynamicCode.Require();
        var (pool, _) = PoolReader.Read(data, trainer.FeatureColumnName, labelColumnName: null, trainer.CancellationToken);
        using var channel = trainer.Host.Start("ResumeSession");
        return ActiveLearningSession.Resume(
            log, pool, trainer.Detector, strategy, options, new ChannelProgress(channel, trainer.Progress), trainer.CancellationToken);
    }

    /// <summary>
    /// Creates an estimator that makes features of all columns but the label: numbers and truth values as Single, one feature a category of
    /// text and keys. Missing numbers stay NaN, which trainers refuse; the other overload fills them in. ML.NET's text loader makes 0 of an
    /// empty cell of a number unless it is told TextLoader.Options.MissingRealsAsNaNs = true.
    /// </summary>
    /// <param name="schema">The columns; those that are there now become features, in this order.</param>
    /// <param name="labelColumnName">The label column, which becomes no feature; null where the data has none.</param>
    /// <param name="scaling">How numbers are scaled.</param>
    /// <returns>The estimator; see the other overload.</returns>
    /// <exception cref="ArgumentException">
    /// The label column is not there, a column is of a type that no features can be made of, or none is left; the message names them.
    /// </exception>
    public IEstimator<ITransformer> PrepareFeatures(
        DataViewSchema schema,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        FeatureScaling scaling = FeatureScaling.None) => PrepareFeatures(
            schema,
            new FeaturePreparationOptions { LabelColumnName = labelColumnName, Scaling = scaling },
            nameof(labelColumnName),
            nameof(scaling));

    /// <summary>
    /// Creates an estimator that makes features of all columns but the label and those that are to be ignored: numbers and truth values as
    /// Single, one feature a category of text and keys.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Its Fit reads the rows once, and gives a chain of ML.NET's own transformers, which is saved, loaded and exported as any. A
    /// feature's name (slot name) is its column's, followed by a dot and the category for text, and for keys that know their values; the
    /// category alone where there is no other column; values of a vector without slot names, and keys that know no values, have none.
    /// Categories are in ordinal order for text, in the keys' order for keys, so that the
    /// order of rows makes no difference; a text that no training row has, and a missing one, gives all zeros. Vectors must be of known
    /// size. The columns that features are made of stay as they are; those that are no Single come after the others, and so do numbers that
    /// are filled in or scaled beside categories.
    /// </para>
    /// <para>
    /// The annotation CategoricalSlotRanges says which features are the categories of one column, as ML.NET's Concatenate does. Trainers
    /// take it over (<see cref="FeatureMatrix.CategoricalRanges"/>); NormalizeMinMax and most other steps after this one would drop it.
    /// </para>
    /// <para>
    /// ML.NET's text loader makes 0 of an empty cell of a Single or Double column, a feature's and a label's, unless it is told
    /// TextLoader.Options.MissingRealsAsNaNs = true: nothing is missing then that could be filled in. Columns of whole numbers and of truth
    /// values have 0 and false for an empty cell whatever it is told, and so for a database's NULL: load such columns as Single.
    /// </para>
    /// <para>
    /// A Microsoft.Data.Analysis.DataFrame is an IDataView, but hands its missing cells on as NaN in Single and Double columns alone:
    /// missing whole numbers arrive as 0, and missing truth values as false. Fit refuses a DataFrame with such cells, also behind splits,
    /// filters, caches and transformers that leave the column as it is. Make such columns Single in the DataFrame. Scoring refuses
    /// none: a trained chain is ML.NET's own, and takes 0 and false for what they say.
    /// </para>
    /// </remarks>
    /// <param name="schema">The columns; those that are there now become features, in this order.</param>
    /// <param name="options">The options.</param>
    /// <returns>
    /// The estimator. Its Fit throws an <see cref="ArgumentOutOfRangeException"/> for data of other columns, and a
    /// <see cref="FeatureDataException"/> for rows that cannot become features: no rows, an infinite number, a column with more categories
    /// than allowed or with no value at all.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A column that the options name is not there, a column is of a type that no features can be made of, or none is left; the message
    /// names them.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public IEstimator<ITransformer> PrepareFeatures(DataViewSchema schema, FeaturePreparationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return PrepareFeatures(
            schema,
            options,
            "options." + nameof(FeaturePreparationOptions.LabelColumnName),
            "options." + nameof(FeaturePreparationOptions.Scaling));
    }

    /// <summary>Makes a transformer of a trained model, such as the last one of a session, or one that was loaded from a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Any data of the schema that the transformer will meet; it is not read.</param>
    /// <param name="featureColumnName">The features column.</param>
    /// <param name="scoreColumnName">The score column to add.</param>
    /// <param name="predictedLabelColumnName">The predicted-label column to add.</param>
    /// <param name="probabilityColumnName">
    /// The probability column to add where the model is a calibrated one (<see cref="IProbability"/>).
    /// </param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or two are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public DetectorTransformer CreateTransformer(
        DetectorModel model,
        IDataView data,
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string scoreColumnName = DetectorTrainerOptions.DefaultScoreColumnName,
        string predictedLabelColumnName = DetectorTrainerOptions.DefaultPredictedLabelColumnName,
        string probabilityColumnName = DetectorTrainerOptions.DefaultProbabilityColumnName)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        DynamicCode.Require();
        var columns = new ScoringColumns(featureColumnName, scoreColumnName, predictedLabelColumnName, probabilityColumnName);
        columns.Validate(
            nameof(featureColumnName), nameof(scoreColumnName), nameof(predictedLabelColumnName), nameof(probabilityColumnName));
        return new DetectorTransformer(_mlContext, model, columns, data.Schema);
    }

    /// <summary>Shows rows as the data has them: what an expert looks at before answering.</summary>
    /// <param name="data">
    /// The rows, in the order of the session's pool; nothing checks that, as the other overload does, which is given the pool.
    /// </param>
    /// <param name="columnNames">The columns to show; none for all that can be shown.</param>
    /// <returns>The preview.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of a type that cannot be shown.</exception>
    public RowPreview CreatePreview(IDataView data, params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(columnNames);
        return new RowPreview(data, columnNames);
    }

    /// <summary>
    /// Shows rows as the data has them, and stops where the data gives another row than the pool has at that place: a view that gives its
    /// rows in another order each time would show, and so have labelled, the wrong ones.
    /// </summary>
    /// <param name="data">The data view that the pool was read from.</param>
    /// <param name="pool">
    /// The pool (<see cref="ActiveLearningSession.Pool"/>). The features of each row that is read are compared with it, bit by bit.
    /// </param>
    /// <param name="featureColumnName">The features column.</param>
    /// <param name="columnNames">The columns to show; none for all that can be shown.</param>
    /// <returns>The preview.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing, or of a type that cannot be shown, or there are more or fewer features than the pool has.
    /// </exception>
    public RowPreview CreatePreview(IDataView data, FeatureMatrix pool, string featureColumnName, params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        ArgumentNullException.ThrowIfNull(columnNames);
        var features = PoolReader.FeatureColumn(data.Schema, featureColumnName);
        var size = ((VectorDataViewType)features.Type).Size;
        return size == pool.FeatureCount
            ? new RowPreview(data, columnNames, features, pool)
            : throw new ArgumentOutOfRangeException(
                nameof(featureColumnName),
                featureColumnName,
                $"The features column '{featureColumnName}' holds {size} features, the pool {pool.FeatureCount}. Give the data view and "
                + "the column that the pool was read from.");
    }

    /// <summary>Finds the trained models in a transformer: fitted here or loaded by mlContext.Model.Load, bare or inside chains.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <returns>
    /// The models, in the order of the chain; none when there is none. Their type, such as <see cref="DeepOneClassModel"/>, tells
    /// options, centre, weights and threshold.
    /// </returns>
    /// <exception cref="global::ActiveAnomaly.Persistence.ModelFormatException">
    /// A model inside is damaged or of an unknown version.
    /// </exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public IReadOnlyList<DetectorModel> GetDetectorModels(ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        DynamicCode.Require();
        return [.. ScoringPipeline.Models(_mlContext, transformer)];
    }

    /// <summary>
    /// Gets the one trained model in a transformer: fitted here or loaded by mlContext.Model.Load, bare or inside chains.
    /// </summary>
    /// <param name="transformer">The transformer.</param>
    /// <returns>The model. Its type, such as <see cref="DeepOneClassModel"/>, tells options, centre, weights and threshold.</returns>
    /// <exception cref="ArgumentException">There is no model in it, or more than one.</exception>
    /// <exception cref="global::ActiveAnomaly.Persistence.ModelFormatException">The model is damaged or of an unknown version.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public DetectorModel GetDetectorModel(ITransformer transformer)
    {
        var models = GetDetectorModels(transformer);
        return models.Count == 1
            ? models[0]
            : throw new ArgumentException(
                $"The transformer holds {models.Count} detector models; exactly one is needed. GetDetectorModels gives them all.",
                nameof(transformer));
    }

    private FeaturePreparationEstimator PrepareFeatures(
        DataViewSchema schema, FeaturePreparationOptions options, string labelParameter, string scalingParameter)
    {
        ArgumentNullException.ThrowIfNull(schema);
        options.Validate(labelParameter, scalingParameter);
        return new FeaturePreparationEstimator(_mlContext, PreparedColumn.Of(schema, options, labelParameter), options);
    }
}
