using System.Text;

namespace ActiveAnomaly.Packages;

/// <summary>
/// The blocks of C# in the pages of docs/, as files that a compiler takes: types as they stand, statements in a method whose parameters are
/// what the page takes for given.
/// </summary>
internal static class DocumentCode
{
    private const string Usings = """
        using ActiveAnomaly.Data;
        using ActiveAnomaly.Detectors;
        using ActiveAnomaly.Labeling;
        using ActiveAnomaly.Labeling.Serving;
        using ActiveAnomaly.Labeling.Stores;
        using ActiveAnomaly.Metrics;
        using ActiveAnomaly.Networks;
        using ActiveAnomaly.Objectives;
        using ActiveAnomaly.Persistence;
        using ActiveAnomaly.Querying;
        using ActiveAnomaly.Randomness;
        using ActiveAnomaly.Sessions;
        using ActiveAnomaly.Sessions.Stores;
        using ActiveAnomaly.Tables;
        using ActiveAnomaly.Training;
        using ActiveAnomaly.Training.Managed;
        using Microsoft.ML;
        using Microsoft.ML.ActiveAnomaly;
        using UserCode;
        """;

    /// <summary>What the statements of a page's block take for given, by page and number of the block.</summary>
    private static readonly Dictionary<(string Page, int Block), string> Given = new()
    {
        [("add-a-loss", 1)] = "FeatureMatrix rows",
        [("data", 0)] = "MLContext ml, LabelOracle oracle",
        [("labelling", 0)] = "MLContext mlContext",
        [("labelling", 1)] = "CancellationToken stopping",
        [("labelling", 2)] = "SqliteSessionStore store, LabelingOptions options",
        [("sessions", 0)] = "FeatureMatrix pool, Detector detector, QueryStrategy strategy",
        [("sessions", 1)] = "ISessionStore store, FeatureMatrix pool, Detector detector, QueryStrategy strategy, SessionOptions options",
    };

    /// <summary>Gets the pages that show code.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory.GetFiles(Places.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Where(path => CodeBlock.In(path).Count > 0).Order(StringComparer.Ordinal),
    ];

    /// <summary>Gets a page's blocks as one file.</summary>
    /// <param name="path">The page.</param>
    public static string Of(string path)
    {
        var page = Path.GetFileNameWithoutExtension(path);
        var code = new StringBuilder($"{Usings}\nnamespace Pages.{page.Replace('-', '_')};\n");
        foreach (var (i, block) in CodeBlock.In(path).Index())
        {
            var (types, statements) = Split(block);
            code.Append(types);
            code.Append($"internal static class Block{i}\n{{\n");
            code.Append($"public static async Task Run({Given.GetValueOrDefault((page, i))})\n{{\n");
            code.Append($"{statements}\nawait Task.CompletedTask;\n}}\n}}\n");
        }

        return code.ToString();
    }

    /// <summary>A type reaches from a line that begins with its accessibility to the next brace at the beginning of a line.</summary>
    private static (string Types, string Statements) Split(string block)
    {
        var (types, statements, isType) = (new StringBuilder(), new StringBuilder(), false);
        foreach (var line in block.Split('\n'))
        {
            isType |= line.StartsWith("public ", StringComparison.Ordinal);
            (isType ? types : statements).Append(line).Append('\n');
            isType &= !line.StartsWith('}');
        }

        return (types.ToString(), statements.ToString());
    }
}
