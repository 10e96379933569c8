using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How the contract's records are written: camelCase, and texts so that nothing in them can be taken for HTML.</summary>
internal static class ContractJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Sets options as the contract has it.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.AllowDuplicateProperties = false;

        // Letters of all scripts stay readable; < > & and quotation marks are written as numbers.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

        // Said, for programs that are one file have .NET's own default turned off.
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
