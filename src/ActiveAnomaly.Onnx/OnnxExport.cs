using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Persistence;
using Google.Protobuf;
using Onnx;

namespace ActiveAnomaly.Onnx;

/// <summary>
/// Writes a model's score as ONNX: from the input Features, float [rows x d], to the outputs Score, float [rows x 1], PredictedLabel, bool
/// [rows x 1], and for models that give one Probability, float [rows x 1]. Thread safe.
/// </summary>
public static class OnnxExport
{
    /// <summary>The name of the input of a model's file.</summary>
    public const string FeaturesName = "Features";

    /// <summary>What one ONNX file holds at most: its format counts bytes with 31 bits.</summary>
    private const long MostBytes = int.MaxValue;

    /// <summary>The version of the file format; of 2022, as the operator set by default.</summary>
    private const long FormatVersion = 8;

    /// <summary>The first version of the file format in which constants need not be inputs too.</summary>
    private const long FirstVersionWithConstants = 4;

    // Said, for programs that are one file have .NET's own default turned off.
    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>Writes a model to a file: whole, or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="options">What else the file says; null for nothing.</param>
    /// <exception cref="NotSupportedException">
    /// The model, or one that it is made of, cannot write its score as a graph; or the file would be larger than ONNX files can be.
    /// </exception>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(DetectorModel model, string path, OnnxExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, ToModelProto(model, options).WriteTo);
    }

    /// <summary>Writes a model to a stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">What else the file says; null for nothing.</param>
    /// <exception cref="NotSupportedException">
    /// The model, or one that it is made of, cannot write its score as a graph; or the file would be larger than ONNX files can be.
    /// </exception>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    public static void Write(DetectorModel model, Stream stream, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ToModelProto(model, options).WriteTo(stream);
    }

    /// <summary>Writes a model to memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What else the file says; null for nothing.</param>
    /// <returns>The file's bytes.</returns>
    /// <exception cref="NotSupportedException">
    /// The model, or one that it is made of, cannot write its score as a graph; or the file would be larger than ONNX files can be.
    /// </exception>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    public static byte[] ToBytes(DetectorModel model, OnnxExportOptions? options = null) => ToModelProto(model, options).ToByteArray();

    /// <summary>Makes the ONNX model, for programs that change it before they write it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What else the file says; null for nothing.</param>
    /// <returns>A new ONNX model.</returns>
    /// <exception cref="NotSupportedException">
    /// The model, or one that it is made of, cannot write its score as a graph; or the file would be larger than ONNX files can be.
    /// </exception>
    /// <exception cref="ArgumentException">An option does not fit the model.</exception>
    public static ModelProto ToModelProto(DetectorModel model, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new OnnxExportOptions();
        options.Validate(model.FeatureCount);
        var graph = ScoreGraph.Of(model);
        RequireSize(model, SizeOf(graph), MostBytes);
        var proto = new ModelProto { IrVersion = FormatVersion, Graph = new GraphProto { Name = "score" } };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = options.OperatorSetVersion });
        var features = new GraphRenderer(proto.Graph, options.OperatorSetVersion, string.Empty).Describe(graph.Features);
        features.Name = FeaturesName;
        proto.Graph.Input.Add(features);
        Add(proto, FeaturesName, graph, new OnnxOutputNames(), string.Empty);
        Describe(proto, model, options.FeatureNames);
        return proto;
    }

    /// <summary>
    /// Adds a model to an ONNX graph that computes its features, such as what ML.NET makes of a pipeline's transforms: nodes, and outputs
    /// behind those that are there.
    /// </summary>
    /// <param name="onto">The ONNX model, which is changed. Its operator set is of version 12 to 21.</param>
    /// <param name="featuresName">The name of the features there, float [rows x d].</param>
    /// <param name="model">The model.</param>
    /// <param name="names">What the outputs are called; null for Score, PredictedLabel and Probability.</param>
    /// <exception cref="NotSupportedException">
    /// The model, or one that it is made of, cannot write its score as a graph; or the file would be larger than ONNX files can be.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// There is no value of that name, it is no float [rows x d], or there is a value of an output's name already.
    /// </exception>
    public static void Append(ModelProto onto, string featuresName, DetectorModel model, OnnxOutputNames? names = null)
    {
        ArgumentNullException.ThrowIfNull(onto);
        ArgumentException.ThrowIfNullOrEmpty(featuresName);
        ArgumentNullException.ThrowIfNull(model);
        names ??= new OnnxOutputNames();
        OperatorSets.RequireOf(onto, nameof(onto));
        var taken = ValueNames.Of(onto.Graph);
        taken.RequireFeatures(featuresName, model.FeatureCount);
        var graph = ScoreGraph.Of(model);
        taken.RequireFree(names, graph.Probability is not null);
        RequireSize(model, SizeOf(graph) + onto.CalculateSize(), MostBytes);
        onto.IrVersion = Math.Max(onto.IrVersion, FirstVersionWithConstants);
        Add(onto, featuresName, graph, names, taken.FreePrefix("ActiveAnomaly"));
    }

    /// <summary>Throws where a model is more bytes than a file holds.</summary>
    internal static void RequireSize(DetectorModel model, long size, long most)
    {
        if (size > most)
        {
            throw new NotSupportedException(
                $"The ONNX file of this {model.GetType().Name} would have about {size:N0} bytes; an ONNX file holds {most:N0} at most. "
                + "Train a smaller model: fewer reference rows, trees, members or units.");
        }
    }

    private static void Add(ModelProto onto, string featuresName, ScoreGraph graph, OnnxOutputNames names, string prefix)
    {
        var renderer = new GraphRenderer(onto.Graph, OperatorSets.VersionOf(onto), prefix);
        renderer.Name(graph.Features, featuresName);
        renderer.Name(graph.Score, names.Score);
        renderer.Name(graph.PredictedLabel, names.PredictedLabel);
        if (graph.Probability is not null)
        {
            renderer.Name(graph.Probability, names.Probability);
        }

        renderer.Add(graph);
        onto.Graph.Output.AddRange(graph.Body.Outputs.Select(renderer.Describe));
        OperatorSets.ImportTrees(onto);
    }

    internal static void Describe(ModelProto proto, DetectorModel model, IReadOnlyList<string>? featureNames)
    {
        proto.ProducerName = "ActiveAnomaly";
        proto.ProducerVersion = typeof(DetectorModel).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? string.Empty;
        Add("model", model.Name);
        Add("model_type", model.GetType().Name);
        Add("threshold", model.Threshold.ToString("R", CultureInfo.InvariantCulture));
        Add("seed", model.Seed.ToString(CultureInfo.InvariantCulture));
        Add("stage", model.Stage.ToString(CultureInfo.InvariantCulture));
        if (featureNames is not null)
        {
            Add("feature_names", JsonSerializer.Serialize(featureNames, Json));
        }

        void Add(string key, string value) =>
            proto.MetadataProps.Add(new StringStringEntryProto { Key = "active_anomaly." + key, Value = value });
    }

    /// <summary>Counts the bytes of the numbers of a graph, beside which all else is small.</summary>
    internal static long SizeOf(ScoreGraph graph) =>
        graph.Constants.Sum(constant => (long)constant.Tensor.Data.Length) + SizeOf(graph.Body);

    private static long SizeOf(GraphBody body) => body.Nodes.Sum(node => node.Settings.Sum(setting => setting.Value switch
    {
        GraphTensor tensor => tensor.Data.Length,
        IReadOnlyList<long> numbers => numbers.Sum(number => (long)CodedOutputStream.ComputeInt64Size(number)),
        IReadOnlyList<string> texts => texts.Sum(text => (long)CodedOutputStream.ComputeStringSize(text) + 1),
        GraphBody inner => SizeOf(inner),
        _ => 0L,
    }));
}
