using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>What the OpenAPI description says beyond what the endpoints tell of themselves.</summary>
internal static class ApiDescription
{
    /// <summary>The name in the address of the description.</summary>
    public const string DocumentName = "v1";

    private static readonly Dictionary<string, (string Description, Func<OpenApiSchema> Schema)> Parameters = new(StringComparer.Ordinal)
    {
        ["annotator"] = (
            "Who asks or answers.",
            static () => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = AnnotatorName.MostCharacters }),
        ["row"] = ("The row, from 0.", static () => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }),
        ["search"] = (
            "A text that any cell contains, in any case.",
            static () => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = RequestValues.LongestSearch }),
        ["filter"] = ("Which rows are wanted; all where it is left out.", static () => Words(RequestValues.FilterNames)),
        ["sort"] = (
            "By what they are sorted: row, score, id, or a column such as column:3.",
            static () => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^(row|score|id|column:[0-9]+)$" }),
        ["descending"] = ("Whether the highest come first.", static () => new OpenApiSchema { Type = JsonSchemaType.Boolean }),
        ["offset"] = (
            "How many rows are left out before the first.",
            static () => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }),
        ["count"] = ("How many are wanted.", static () => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" }),
        ["name"] = ("The file.", static () => Words(ExportEndpoints.Names)),
    };

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "ActiveAnomaly labelling server",
                Version = ServerVersion.Text,
                Description =
                    "Needs the token: Authorization: Bearer TOKEN, or the cookie that opening /?token=TOKEN sets; with the cookie, "
                    + $"requests that change something also need {RequestGate.PageHeader}: 1. Any address may say which session "
                    + $"is meant, {SessionGuard.Parameter}=KEY with the key of its description: another session answers 412. "
                    + "Errors are problem JSON (RFC 9457), whose "
                    + "detail is a sentence.",
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                var (description, schema) = Parameters[parameter.Name!];
                parameter.Description = description;
                parameter.Schema = schema();
            }

            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema Words(IEnumerable<string> words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (System.Text.Json.Nodes.JsonNode)word)] };
}
