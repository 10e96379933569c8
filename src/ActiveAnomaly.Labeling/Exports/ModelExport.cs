using ActiveAnomaly.Detectors;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>
/// Writes a model as ML.NET's zip file: what makes features of a table's columns and the model, and beside them what was understood of the
/// table (<see cref="ModelFile"/>). mlContext.Model.Load reads it, and the score command.
/// </summary>
public static class ModelExport
{
    private const string FileName = "model.zip";

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
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Save(pool, model, temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
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

    private static void Save(LabelingPool pool, DetectorModel model, string path)
    {
        var features = pool.Preparation.Transform(pool.Data);
        var transformer = pool.MLContext.ActiveAnomaly().CreateTransformer(model, features);
        pool.MLContext.Model.Save(new TransformerChain<ITransformer>(pool.Preparation, transformer), pool.Data.Schema, path);
        ModelFile.Attach(path, pool.Table.Schema);
    }
}
