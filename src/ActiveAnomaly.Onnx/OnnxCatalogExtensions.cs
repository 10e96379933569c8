using ActiveAnomaly.Onnx.Pipelines;
using ActiveAnomaly.Persistence;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Onnx;

namespace ActiveAnomaly.Onnx;

/// <summary>Writes whole ML.NET pipelines with a detector in them as ONNX: <c>mlContext.ActiveAnomaly().SaveOnnx(...)</c>.</summary>
public static class OnnxCatalogExtensions
{
    /// <summary>
    /// Writes a pipeline to an ONNX file, whole or not at all: from the user's columns to the columns that its detectors add.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Inputs are the columns of <paramref name="inputSchema"/> that the outputs depend on, under their names: [rows x 1] for a single
    /// value, [rows x size] for a vector, of the element type that the column has; a key is the whole number that ML.NET keeps (0 missing,
    /// 1 the first value). Outputs are shaped so too, under the columns' names (ML.NET's own ConvertToOnnx appends <c>.output</c>).
    /// </para>
    /// <para>
    /// Steps that no output depends on, such as the conversion of a label for Evaluate, are left out, and so are their columns. Steps whose
    /// ONNX form does not give what ML.NET gives, missing values and empty texts included, are refused by name.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="transformer">
    /// The pipeline: a detector's transformer alone or in a chain, fitted or loaded by mlContext.Model.Load.
    /// </param>
    /// <param name="inputSchema">The schema of the rows that the pipeline takes, such as Model.Load gives it.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="options">Which columns come out; null for those that the detectors add.</param>
    /// <exception cref="ArgumentException">
    /// There is no detector in the pipeline, a column to come out is not there, or the schema is none that the pipeline takes.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A step, a column's type or a model cannot be written as ONNX; the message names it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveOnnx(
        this ActiveAnomalyCatalog catalog,
        ITransformer transformer,
        DataViewSchema inputSchema,
        string path,
        OnnxPipelineOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, ToModelProto(catalog, transformer, inputSchema, options).WriteTo);
    }

    /// <summary>Writes a pipeline to an ONNX file; see the first overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="transformer">The pipeline.</param>
    /// <param name="data">Any rows of the schema that the pipeline takes; none is read.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="options">Which columns come out; null for those that the detectors add.</param>
    /// <exception cref="ArgumentException">
    /// There is no detector in the pipeline, a column to come out is not there, or the schema is none that the pipeline takes.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A step, a column's type or a model cannot be written as ONNX; the message names it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveOnnx(
        this ActiveAnomalyCatalog catalog, ITransformer transformer, IDataView data, string path, OnnxPipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        SaveOnnx(catalog, transformer, data.Schema, path, options);
    }

    /// <summary>Writes a pipeline to a stream as ONNX; see the first overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="transformer">The pipeline.</param>
    /// <param name="inputSchema">The schema of the rows that the pipeline takes.</param>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">Which columns come out; null for those that the detectors add.</param>
    /// <exception cref="ArgumentException">
    /// There is no detector in the pipeline, a column to come out is not there, or the schema is none that the pipeline takes.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A step, a column's type or a model cannot be written as ONNX; the message names it.
    /// </exception>
    public static void SaveOnnx(
        this ActiveAnomalyCatalog catalog,
        ITransformer transformer,
        DataViewSchema inputSchema,
        Stream stream,
        OnnxPipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ToModelProto(catalog, transformer, inputSchema, options).WriteTo(stream);
    }

    /// <summary>Writes a pipeline to a stream as ONNX; see the first overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="transformer">The pipeline.</param>
    /// <param name="data">Any rows of the schema that the pipeline takes; none is read.</param>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">Which columns come out; null for those that the detectors add.</param>
    /// <exception cref="ArgumentException">
    /// There is no detector in the pipeline, a column to come out is not there, or the schema is none that the pipeline takes.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A step, a column's type or a model cannot be written as ONNX; the message names it.
    /// </exception>
    public static void SaveOnnx(
        this ActiveAnomalyCatalog catalog, ITransformer transformer, IDataView data, Stream stream, OnnxPipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        SaveOnnx(catalog, transformer, data.Schema, stream, options);
    }

    private static ModelProto ToModelProto(
        ActiveAnomalyCatalog catalog, ITransformer transformer, DataViewSchema inputSchema, OnnxPipelineOptions? options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(inputSchema);
        DynamicCode.Require();
        return PipelineExport.ToModelProto(catalog.Context, transformer, inputSchema, options ?? new OnnxPipelineOptions());
    }
}
