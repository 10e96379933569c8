using ActiveAnomaly.Detectors;
using ActiveAnomaly.Onnx;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>
/// Writes a model as ML.NET's zip file: what makes features of a table's columns and the model, and beside them what was understood of the
/// table (<see cref="ModelFile"/>). mlContext.Model.Load reads it, and the score command. Or as an ONNX file, from the table's columns to
/// the score, for programs without .NET.
/// </summary>
public static class ModelExport
{
    private const string FileName = "model.zip";
    private const string OnnxFileName = "model.onnx";

    private static readonly string[] Outputs = ["Score", "PredictedLabel", "Probability"];

    /// <summary>Writes a file, which is there either whole or not at all: it is renamed when it is complete.</summary>
    /// <param name="pool">The pool that the model was trained on.</param>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model was trained on another number of features.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static void Write(LabelingPool pool, DetectorModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        WholeFile.WriteAt(path, temporary => Save(pool, model, temporary));
    }

    /// <summary>Writes the file to a stream.</summary>
    /// <param name="pool">The pool that the model was trained on.</param>
    /// <param name="model">The model.</param>
    /// <param name="stream">Where to; it is left open, and need not be able to seek.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The model was trained on another number of features.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task WriteAsync(
        LabelingPool pool, DetectorModel model, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        await TemporaryFile.WriteAsync(
            FileName, path => Task.Run(() => Save(pool, model, path), cancellationToken), stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes an ONNX file, which is there either whole or not at all. Its inputs are the table's columns that features are made of, its
    /// outputs Score and PredictedLabel (<see cref="OnnxCatalogExtensions"/>).
    /// </summary>
    /// <param name="pool">The pool that the model was trained on.</param>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model was trained on another number of features.</exception>
    /// <exception cref="NotSupportedException">The model cannot be written as ONNX; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static void WriteOnnx(LabelingPool pool, DetectorModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        WriteOnnx(pool.MLContext, Pipeline(pool, model), pool.Data.Schema, path);
    }

    /// <summary>Writes a table's pipeline as an ONNX file, and says in the table's words which of its columns forbid that.</summary>
    /// <param name="mlContext">ML.NET's context.</param>
    /// <param name="pipeline">From the table's columns to the outputs.</param>
    /// <param name="input">The table's columns.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="NotSupportedException">The pipeline cannot be written as ONNX; the message says why.</exception>
    internal static void WriteOnnx(MLContext mlContext, ITransformer pipeline, DataViewSchema input, string path)
    {
        try
        {
            mlContext.ActiveAnomaly().SaveOnnx(pipeline, input, path);
        }
        catch (ArgumentException exception) when (exception.ParamName == "options." + nameof(OnnxPipelineOptions.OutputColumnNames))
        {
            // No outputs are named here: those that there are have the names of columns.
            var names = Outputs.Where(name => input.GetColumnOrNull(name) is not null).Select(name => $"'{name}'");
            throw new NotSupportedException(
                $"The table has {string.Join(" and ", names)}, and so has the model's output ({string.Join(", ", Outputs)}); in an ONNX "
                + "graph a name belongs to one value. Give that column of the table another name and train again, or leave it out "
                + "(--ignore).",
                exception);
        }
    }

    /// <summary>Writes an ONNX file to a stream; nothing is written where the model cannot be.</summary>
    /// <param name="pool">The pool that the model was trained on.</param>
    /// <param name="model">The model.</param>
    /// <param name="stream">Where to; it is left open, and need not be able to seek.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The model was trained on another number of features.</exception>
    /// <exception cref="NotSupportedException">The model cannot be written as ONNX; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task WriteOnnxAsync(
        LabelingPool pool, DetectorModel model, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        await TemporaryFile.WriteAsync(
            OnnxFileName, path => Task.Run(() => WriteOnnx(pool, model, path), cancellationToken), stream, cancellationToken)
            .ConfigureAwait(false);
    }

    private static void Save(LabelingPool pool, DetectorModel model, string path)
    {
        pool.MLContext.Model.Save(Pipeline(pool, model), pool.Data.Schema, path);
        ModelFile.Attach(path, pool.Table.Schema);
    }

    private static TransformerChain<ITransformer> Pipeline(LabelingPool pool, DetectorModel model)
    {
        var features = pool.Preparation.Transform(pool.Data);
        return new TransformerChain<ITransformer>(
            pool.Preparation, pool.MLContext.ActiveAnomaly().CreateTransformer(model, features));
    }
}
