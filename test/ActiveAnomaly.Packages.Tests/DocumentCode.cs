using System.Text;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Packages;

/// <summary>
/// The blocks of C# in the pages of docs/, as files that a compiler takes: types as they stand, statements in a method whose parameters are
/// what the page takes for given.
/// </summary>
internal static partial class DocumentCode
{
    /// <summary>What a page's statements take for given under these names, unless a row of the table says otherwise.</summary>
    private const string Names = """
        internal abstract class Given
        {
            protected static MLContext ml = null!, mlContext = null!;
            protected static IDataView data = null!;
            protected static LabelOracle oracle = null!;
            protected static FeatureMatrix pool = null!, rows = null!;
            protected static Detector detector = null!;
            protected static DetectorModel model = null!;
            protected static QueryStrategy strategy = null!;
            protected static ISessionStore store = null!;
            protected static CancellationToken stopping = default;
        }
        """;

    /// <summary>The other names, by page and number of the block.</summary>
    private static readonly Dictionary<(string Page, int Block), string> Given = new()
    {
        [("explanations", 0)] = "float[] row",
        [("labelling", 2)] = "LabelingOptions options",
        [("onnx", 0)] = "string[] names",
        [("probability", 0)] = "ActiveLearningSession session",
        [("sessions", 1)] = "SessionOptions options",
    };

    /// <summary>Gets the packages that are libraries, all of which the code may use.</summary>
    public static string[] Packages { get; } =
        [.. PackageProject.All.Select(project => project.Id).Where(id => !PackageProject.IsTool(id))];

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
        var usings = Namespaces().Append("Microsoft.ML").Append("UserCode").Distinct().Select(name => $"using {name};\n");
        var code = new StringBuilder($"{string.Concat(usings)}namespace Pages.{page.Replace('-', '_')};\n{Names}\n");
        foreach (var (i, block) in CodeBlock.In(path).Index())
        {
            var (types, statements) = Split(block);
            code.Append(types);
            code.Append($"internal sealed class Block{i} : Given\n{{\n");
            code.Append($"public static async Task Run({Given.GetValueOrDefault((page, i))})\n{{\n");
            code.Append($"{statements}\nawait Task.CompletedTask;\n}}\n}}\n");
        }

        return code.ToString();
    }

    /// <summary>The namespaces in which the packages have public types.</summary>
    private static IEnumerable<string> Namespaces() => PackageProject.All.Where(project => Packages.Contains(project.Id))
        .SelectMany(project => Directory.GetFiles(project.Folder, "*.cs", SearchOption.AllDirectories))
        .Select(File.ReadAllText)
        .Where(text => PublicType().IsMatch(text))
        .Select(text => Namespace().Match(text).Groups["name"].Value)
        .Where(name => name.Length > 0)
        .Distinct();

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

    [GeneratedRegex("^public ", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex("^namespace (?<name>[A-Za-z.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
