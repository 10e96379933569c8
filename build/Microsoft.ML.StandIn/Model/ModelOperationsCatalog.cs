using System.IO.Compression;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saves models as zip files of two entries: the model, and the schema of its input where one is given.</summary>
public sealed class ModelOperationsCatalog
{
    private const string ModelEntry = "Model";
    private const string SchemaEntry = "Schema";

    private readonly IHostEnvironment _environment;

    internal ModelOperationsCatalog(IHostEnvironment environment) => _environment = environment;

    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        Check.NotNull(stream, nameof(stream));
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (var content = new MemoryStream())
        {
            using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true)) new ModelSaveContext(writer).SaveModel(model);
            using var entry = zip.CreateEntry(ModelEntry).Open();
            content.WriteTo(entry);
        }
        if (inputSchema is null) return;
        using var schemaWriter = new BinaryWriter(zip.CreateEntry(SchemaEntry).Open());
        ValueFormat.WriteSchema(schemaWriter, inputSchema);
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Check.NotEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        Check.NotNull(stream, nameof(stream));
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        inputSchema = null;
        if (zip.GetEntry(SchemaEntry) is { } schemaEntry)
        {
            using var schemaReader = new BinaryReader(schemaEntry.Open());
            inputSchema = ValueFormat.ReadSchema(schemaReader);
        }
        var entry = zip.GetEntry(ModelEntry) ?? throw new FormatException("The file holds no model that was saved with this assembly.");
        using var reader = new BinaryReader(entry.Open());
        return new ModelLoadContext(_environment, reader).LoadModel();
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Check.NotEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() =>
        new(transformer, ignoreMissingColumns, inputSchemaDefinition, outputSchemaDefinition);

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new() =>
        new(transformer, ignoreMissingColumns: false, SchemaDefinition.For(typeof(TSrc), inputSchema), null);
}
