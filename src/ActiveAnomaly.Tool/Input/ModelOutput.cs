using ActiveAnomaly.Tables;
using Microsoft.ML;

namespace ActiveAnomaly.Tool.Input;

/// <summary>Writes models together with what was understood of their training table, as one file.</summary>
internal static class ModelOutput
{
    public static void Write(MLContext mlContext, ITransformer model, DataViewSchema inputSchema, TableSchema schema, string path) =>
        AtomicFile.Write(path, temporary =>
        {
            mlContext.Model.Save(model, inputSchema, temporary);
            ModelFile.Attach(temporary, schema);
        });
}
