#:property PublishAot=false

// Builds the documentation's site into artifacts/site: the README as its front page, the pages of docs/, the public API of every package.
//
//     dotnet tool restore
//     dotnet run build/docs.cs
//
// Documents are copied beside each other with their links changed: what they link to of the sources becomes a page that shows the file.
// A link to a file that is not there, a page of docs/ that its index (docs/README.md) does not list, and every warning of docfx are errors.
// To look at it: dotnet docfx serve artifacts/site
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

if (!File.Exists("ActiveAnomaly.sln"))
{
    Console.Error.WriteLine("Run it in the root of the repository: dotnet run build/docs.cs");
    return 2;
}

var clock = Stopwatch.StartNew();
var site = new Site("artifacts/docs");
var problems = site.Write();
foreach (var problem in problems)
{
    Console.Error.WriteLine($"error: {problem}");
}

if (problems.Count > 0)
{
    return 1;
}

Console.WriteLine($"{site.DocumentCount} documents, {site.SourceCount} sources that they show.");
string[][] commands =
[
    ["build", "artifacts/docs/input/Input.csproj", "-v", "q", "-nologo", "-clp:NoSummary"],
    ["docfx", "metadata", "artifacts/docs/docfx.json", "--logLevel", "warning", "--warningsAsErrors"],
    ["docfx", "build", "artifacts/docs/docfx.json", "--logLevel", "warning", "--warningsAsErrors"],
];
foreach (var command in commands)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", command))!;
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        Console.Error.WriteLine($"error: dotnet {string.Join(' ', command)} gave the exit code {process.ExitCode}");
        return 1;
    }
}

if (Directory.Exists("artifacts/site"))
{
    Directory.Delete("artifacts/site", recursive: true);
}

Directory.Move("artifacts/docs/_site", "artifacts/site");
Console.WriteLine($"artifacts/site: {Directory.GetFiles("artifacts/site", "*.html", SearchOption.AllDirectories).Length} pages, "
    + $"{clock.Elapsed.TotalSeconds:F0} s.");
return 0;

/// <summary>What docfx is given, in a folder of its own.</summary>
internal sealed partial class Site(string folder)
{
    private static readonly string[] Pictures = [".png", ".svg"];
    private readonly Dictionary<string, string> _pages = [];
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _pictures = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    public int DocumentCount => _pages.Count;

    public int SourceCount => _sources.Count;

    /// <summary>Writes it, and gives what is wrong with the documents.</summary>
    public IReadOnlyList<string> Write()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var documents = Directory.GetFiles(".", "*.md")
            .Concat(Directory.GetFiles("docs", "*.md", SearchOption.AllDirectories))
            .Append("build/README.md")
            .Append("src/Examples/Data/README.md")
            .Select(path => path.Replace('\\', '/').Replace("./", string.Empty, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var path in documents)
        {
            _pages[path] = PageOf(path);
        }

        foreach (var (path, page) in _pages)
        {
            Save(page, WithLinks(path, page, File.ReadAllText(path)));
        }

        // Pages of folders name more sources, so that the set grows.
        for (var written = 0; written < _sources.Count;)
        {
            var sources = _sources.ToArray();
            written = sources.Length;
            foreach (var source in sources)
            {
                Save(SourcePageOf(source), SourceText(source));
            }
        }

        foreach (var picture in _pictures)
        {
            Copy(picture, $"pages/{picture}");
        }

        WriteContents();
        WriteInput();
        Copy("build/icon.svg", "icon.svg");
        Copy("build/site/docfx.json", "docfx.json");
        Copy("build/site/public/main.css", "template/public/main.css");
        return _problems;
    }

    /// <summary>The front page is the README; every other document keeps its path, and the document of a folder is its index.</summary>
    private static string PageOf(string path) => path == "README.md"
        ? "index.md"
        : $"pages/{(path.EndsWith("/README.md", StringComparison.Ordinal) ? path[..^"README.md".Length] + "index.md" : path)}";

    /// <summary>A folder whose name begins with a point is none to docfx.</summary>
    private static string SourcePageOf(string path) => $"source/{path.TrimStart('.')}.md";

    /// <summary>Changes links, but in blocks of code; says of blocks without a language that they have none: else it is guessed.</summary>
    private string WithLinks(string path, string page, string text)
    {
        var lines = text.Split('\n');
        var isCode = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
                lines[i] += isCode && lines[i].EndsWith("```", StringComparison.Ordinal) ? "text" : string.Empty;
            }
            else if (!isCode)
            {
                lines[i] = Link().Replace(lines[i], match => $"]({Target(path, page, i + 1, match.Groups["target"].Value)})");
            }
        }

        return string.Join('\n', lines);
    }

    private string Target(string path, string page, int line, string target)
    {
        var parts = target.Split('#', 2);
        if (parts[0].Length == 0 || Uri.IsWellFormedUriString(target, UriKind.Absolute))
        {
            return target;
        }

        var file = Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(path)!, parts[0])).Replace('\\', '/');
        if (!Path.Exists(file) || file.StartsWith("..", StringComparison.Ordinal))
        {
            _problems.Add($"{path}, line {line}: links to '{target}', and there is no file {file}. Mend the link.");
            return target;
        }

        string to;
        if (_pages.TryGetValue(file, out var other) || _pages.TryGetValue($"{file}/README.md", out other))
        {
            to = other;
        }
        else if (Pictures.Contains(Path.GetExtension(file)))
        {
            _pictures.Add(file);
            to = $"pages/{file}";
        }
        else
        {
            _sources.Add(file);
            to = SourcePageOf(file);
        }

        var relative = Path.GetRelativePath(Path.Combine(".", Path.GetDirectoryName(page)!), to).Replace('\\', '/');
        return parts.Length == 1 ? relative : $"{relative}#{parts[1]}";
    }

    private string SourceText(string path)
    {
        var text = new StringBuilder($"# {Path.GetFileName(path)}\n\n`{path}`\n\n");
        if (Directory.Exists(path))
        {
            foreach (var file in Directory.GetFiles(path).Select(file => file.Replace('\\', '/')).Order(StringComparer.Ordinal))
            {
                _sources.Add(file);
                text.Append($"- [{Path.GetFileName(file)}]({Path.GetFileName(path)}/{Path.GetFileName(file)}.md)\n");
            }

            return text.ToString();
        }

        var language = Path.GetExtension(path) switch
        {
            ".cs" => "csharp",
            ".props" or ".targets" or ".csproj" => "xml",
            ".json" => "json",
            ".py" => "python",
            ".js" => "javascript",
            ".css" => "css",
            _ => path is ".ci/run" or "build/debian13" ? "bash" : "text",
        };
        var lines = File.ReadAllText(path).TrimStart('\uFEFF').TrimEnd();
        return text.Append($"``````{language}\n{lines}\n``````\n").ToString();
    }

    /// <summary>The contents are what the index of docs/ links to, in its order, and for methods what their index does.</summary>
    private void WriteContents()
    {
        Save("toc.yml", """
            - name: Guide
              href: pages/docs/
            - name: Methods
              href: pages/docs/methods/
            - name: API
              href: api/
            - name: Changelog
              href: pages/CHANGELOG.md
            """);
        Save("api/index.md", """
            # API

            Every public type and member of the packages. `mlContext.ActiveAnomaly()` is where an ML.NET program begins:
            <xref:Microsoft.ML.ActiveAnomaly.ActiveAnomalyCatalog>; its trainers are <xref:Microsoft.ML.ActiveAnomaly.TrainerCatalog>.
            Without ML.NET it is <xref:ActiveAnomaly.Sessions.ActiveLearningSession>, a <xref:ActiveAnomaly.Detectors.Detector> and a
            <xref:ActiveAnomaly.Querying.QueryStrategy>.
            """);
        var listed = new HashSet<string> { "docs/README.md" };
        Save("pages/docs/toc.yml", Contents("docs/README.md", listed));
        Save("pages/docs/methods/toc.yml", Contents("docs/methods/README.md", listed));
        foreach (var path in _pages.Keys.Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && !listed.Contains(path)))
        {
            _problems.Add($"{path} is in no contents: link to it in docs/README.md, or in docs/methods/README.md where it is a method.");
        }
    }

    private string Contents(string index, HashSet<string> listed)
    {
        var folderOfIndex = Path.GetDirectoryName(index)!.Replace('\\', '/');
        var text = new StringBuilder($"- name: Overview\n  href: index.md\n");
        var (isOpen, seen) = (false, new HashSet<string>());
        foreach (var line in File.ReadLines(index))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                text.Append($"- name: \"{line[3..]}\"\n  expanded: true\n  items:\n");
                isOpen = true;
                continue;
            }

            if (NamedLink().Match(line) is not { Success: true } match)
            {
                continue;
            }

            var file = Path.GetRelativePath(".", Path.Combine(folderOfIndex, match.Groups["target"].Value)).Replace('\\', '/');
            if (_pages.TryGetValue(file, out var page) && file != "README.md" && seen.Add(file))
            {
                listed.Add(file);
                var indent = isOpen ? "  " : string.Empty;
                text.Append($"{indent}- name: \"{match.Groups["name"].Value}\"\n");
                text.Append($"{indent}  href: {Path.GetRelativePath($"pages/{folderOfIndex}", page).Replace('\\', '/')}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A project of all packages, whose output folder has their libraries and documentation, and all that they need.</summary>
    private void WriteInput()
    {
        var references = Directory.GetFiles("src", "*.csproj", SearchOption.AllDirectories)
            .Where(path => XElement.Load(path) is var project && (string?)project.Descendants("IsPackable").SingleOrDefault() == "true"
                && (string?)project.Descendants("OutputType").SingleOrDefault() != "Exe")
            .Order(StringComparer.Ordinal)
            .Select(path => $"    <ProjectReference Include=\"$(RepositoryRoot){path.Replace('\\', '/')}\" />");
        Save("input/Input.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <OutputPath>bin/</OutputPath>
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', references)}
              </ItemGroup>
            </Project>
            """);
    }

    private void Save(string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void Copy(string from, string to)
    {
        var file = Path.Combine(folder, to);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Copy(from, file, overwrite: true);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^[-|] ?\[(?<name>[^\]]+)\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex NamedLink();
}
