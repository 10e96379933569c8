using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tables.Sources;
using ActiveAnomaly.Tool.Input;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>A model's file: the pipeline, the detector's model in it, and what was understood of the training table.</summary>
internal sealed class SavedModel
{
    private const string Advice = "Give the path of one that train or evaluate wrote.";

    private readonly ITransformer _pipeline;
    private readonly DataViewSchema _inputSchema;
    private readonly string _path;

    private SavedModel(string path, ITransformer pipeline, DataViewSchema inputSchema, DetectorModel detector, TableSchema schema)
    {
        _path = path;
        _pipeline = pipeline;
        _inputSchema = inputSchema;
        Detector = detector;
        Schema = schema;
    }

    public DetectorModel Detector { get; }

    public TableSchema Schema { get; }

    /// <summary>Loads a model's file.</summary>
    public static SavedModel Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"There is no model '{path}'. {Advice}");
        }

        var schema = ModelFile.ReadSchema(path) ?? throw new InputException(
            $"The model '{path}' says nothing of the table that it was trained on, and so a file cannot be read for it. {Advice} Or attach "
            + "what was understood of the table (ModelFile.Attach).");
        var mlContext = new MLContext();
        try
        {
            var pipeline = mlContext.Model.Load(path, out var inputSchema);
            return new SavedModel(path, pipeline, inputSchema, mlContext.ActiveAnomaly().GetDetectorModel(pipeline), schema);
        }
        catch (Exception exception) when (IsMlNets(exception))
        {
            throw new InputException($"The model '{path}' cannot be loaded: {exception.Message} {Advice}");
        }
    }

    /// <summary>Reads a table as the model's training table was.</summary>
    public Table Read(DataSet dataSet, TableOptions options, CancellationToken cancellationToken) =>
        TableReader.ReadAs(dataSet.Path, SchemaFor(options), options with { UnlabeledValues = [] }, cancellationToken);

    /// <summary>Writes the pipeline as an ONNX file.</summary>
    /// <exception cref="NotSupportedException">The model, or a step before it, cannot be written; the message says which.</exception>
    public void SaveOnnx(string path) => ModelExport.WriteOnnx(new MLContext(), _pipeline, _inputSchema, path);

    /// <summary>Reads a table as the model's training table was, a batch of rows at a time.</summary>
    public TableBatches ReadBatches(string path, int batchSize, TableOptions options, CancellationToken cancellationToken) =>
        TableReader.ReadBatchesAs(
            path, SchemaFor(options), batchSize, options with { UnlabeledValues = [] }, cancellationToken);

    /// <summary>Scores the rows of a table.</summary>
    public ScoredRow[] Score(Table table, CancellationToken cancellationToken) =>
        Score(table.Name, table.ToView(), table.Labels, cancellationToken);

    /// <summary>Scores a batch of the rows of a table.</summary>
    public ScoredRow[] Score(string tableName, TableBatch batch, CancellationToken cancellationToken) =>
        Score(tableName, batch.ToView(), batch.Labels, cancellationToken);

    /// <summary>Gives the features of the rows of a table, as the model takes them.</summary>
    public float[][] Features(Table table, CancellationToken cancellationToken) =>
        Features(table.Name, table.ToView(), cancellationToken);

    /// <summary>Gives the features of a batch of the rows of a table.</summary>
    public float[][] Features(string tableName, TableBatch batch, CancellationToken cancellationToken) =>
        Features(tableName, batch.ToView(), cancellationToken);

    /// <summary>Gives the schema with the label values beside it that mean no label this time.</summary>
    /// <exception cref="InputException">The model knows of no label, or one of the values means one.</exception>
    private TableSchema SchemaFor(TableOptions options)
    {
        if (options.UnlabeledValues.Count == 0)
        {
            return Schema;
        }

        var label = Schema.Label ?? throw new InputException(
            $"--unlabelled is given, and the model '{_path}' was trained on a table without a label column. Leave it out.");
        return options.UnlabeledValues.Intersect(label.NormalValues.Concat(label.AbnormalValues)).FirstOrDefault() is { } known
            ? throw new InputException(
                $"--unlabelled is '{known}', which is a label of the model '{_path}': normal is "
                + $"{string.Join(", ", label.NormalValues)}, abnormal {string.Join(", ", label.AbnormalValues)}. Leave it out, or have the "
                + "table scored without its labels (score --no-label).")
            : Schema with { Label = label with { UnlabeledValues = [.. label.UnlabeledValues, .. options.UnlabeledValues] } };
    }

    private ScoredRow[] Score(string tableName, IDataView rows, PoolLabels labels, CancellationToken cancellationToken)
    {
        try
        {
            return BatchScoring.Score(Detector, _pipeline.Transform(rows), labels, cancellationToken);
        }
        catch (Exception exception) when (IsMlNets(exception))
        {
            throw new InputException($"The rows of '{tableName}' cannot be scored with the model '{_path}': {exception.Message}");
        }
    }

    private float[][] Features(string tableName, IDataView view, CancellationToken cancellationToken)
    {
        try
        {
            var prepared = _pipeline.Transform(view);
            var column = prepared.Schema[DetectorTrainerOptions.DefaultFeatureColumnName];
            var rows = new List<float[]>();
            using var cursor = prepared.GetRowCursor([column]);
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            var features = default(VBuffer<float>);
            while (cursor.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                getter(ref features);
                rows.Add([.. features.DenseValues()]);
            }

            return [.. rows];
        }
        catch (Exception exception) when (IsMlNets(exception))
        {
            throw new InputException($"No features can be made of the rows of '{tableName}' for the model '{_path}': {exception.Message}");
        }
    }

    /// <summary>
    /// Tells whether ML.NET may have thrown an exception because of a file: it says by exceptions of arguments, of operations and of
    /// formats what is wrong with a model or a schema.
    /// </summary>
    private static bool IsMlNets(Exception exception) => exception is ArgumentException or InvalidOperationException or FormatException;
}
