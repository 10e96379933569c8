using System.Diagnostics;
using System.Globalization;

namespace ActiveAnomaly.Packages;

/// <summary>
/// The programs that the readmes show, each in a project of its own that references packages and nothing else, in a folder outside of the
/// repository. Our packages come from the folder that they were just packed into and nowhere else, so that none of the same version from
/// another day is taken; all others are those that this machine has.
/// </summary>
internal sealed class Programs : IDisposable
{
    /// <summary>The root's example leaves to its reader where the files lie, and who answers.</summary>
    private const string BeforeRootExample = """
        string path = "ionosphere.csv", modelPath = "root.zip";
        var truth = File.ReadLines(path).Skip(1).Select(line => line.EndsWith(",1", StringComparison.Ordinal)).ToArray();
        Answer Ask(OracleQuestion question) => truth[question.Row.RowIndex] ? Answer.Abnormal : Answer.Normal;

        """;

    /// <summary>The root's example as a program of one file that says nothing of it.</summary>
    public const string WithoutDynamicCode = "RootWithoutDynamicCode";

    private static readonly Lazy<Programs> Once = new(() => new Programs());
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new(Places.Environment);

    private Programs()
    {
        _environment["NUGET_PACKAGES"] = _folder.File("cache");
        _environment["DOTNET_CLI_HOME"] = _folder.File("home");
        _folder.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="ours" value="{Packed.All.Folder}" />
                <add key="machine" value="{Places.PackageFolder}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="ours"><package pattern="ActiveAnomaly.*" /></packageSource>
                <packageSource key="machine"><package pattern="*" /></packageSource>
              </packageSourceMapping>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        var root = CodeBlock.In(Places.PathOf("README.md"))[0];
        var afterUsings = root.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        var program = root.Insert(afterUsings, BeforeRootExample);
        List<string> names =
        [
            Add("Root", program, properties: string.Empty, "ActiveAnomaly.ML"),
            Add(WithoutDynamicCode, program, "<DynamicCodeSupport>false</DynamicCodeSupport>", "ActiveAnomaly.ML"),
        ];
        foreach (var project in PackageProject.All)
        {
            if (CodeBlock.In(project.ReadmePath) is [var code])
            {
                string[] packages = project.Id == "ActiveAnomaly.TorchSharp" ? [project.Id, "ActiveAnomaly.ML"] : [project.Id];
                names.Add(Add(project.Id, code, properties: string.Empty, packages));
            }
        }

        var projects = names.Select(name => $"<Project Path=\"{name}/{name}.csproj\" />");
        _folder.Write("all.slnx", $"<Solution>{string.Concat(projects)}</Solution>");
        Places.Dotnet(_folder.FullName, _environment, "build", "all.slnx", "-nodeReuse:false");
        WriteData();
    }

    /// <summary>Gets the programs; the first call packs all packages and builds all programs.</summary>
    public static Programs All => Once.Value;

    /// <summary>Gets the folder that the programs run in: ionosphere.csv as it is shipped, payments.csv without labels.</summary>
    public string WorkFolder => _folder.File("work");

    /// <summary>Removes the programs, where there are any.</summary>
    public static void CleanUp()
    {
        if (Once.IsValueCreated)
        {
            Once.Value.Dispose();
        }
    }

    /// <summary>Gets the name that a package's program goes by.</summary>
    public static string NameOf(string id) => $"{id}.Program";

    /// <summary>Runs a program to its end.</summary>
    public ProgramRun Run(string id) => ProgramRun.Of(ProgramRun.Dotnet, WorkFolder, _environment, Library(id));

    /// <summary>Starts a program, whose output goes into a pipe; it is the caller's to end.</summary>
    public Process Start(string id)
    {
        var start = new ProcessStartInfo(ProgramRun.Dotnet, [Library(id)]) { WorkingDirectory = WorkFolder, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    /// <summary>Compiles files in a library of their own.</summary>
    /// <param name="id">What it is called.</param>
    /// <param name="files">The texts of the files by their names.</param>
    /// <param name="packages">The packages that it references.</param>
    public ProgramRun Compile(string id, IReadOnlyDictionary<string, string> files, params string[] packages)
    {
        var name = AddProject(id, "Library", properties: string.Empty, packages);
        foreach (var (file, code) in files)
        {
            _folder.Write(Path.Combine(name, file), code);
        }

        return ProgramRun.Of(ProgramRun.Dotnet, _folder.File(name), _environment, "build", "-nodeReuse:false", "-clp:NoSummary");
    }

    /// <summary>Gets the names of the libraries of ours that a program was given.</summary>
    public IEnumerable<string> OwnLibraries(string id) => Directory.GetFiles(Path.GetDirectoryName(Library(id))!, "*.dll")
        .Select(Path.GetFileNameWithoutExtension)
        .Where(name => name!.Contains("ActiveAnomaly", StringComparison.Ordinal) && name != NameOf(id))!;

    public void Dispose() => _folder.Dispose();

    private string Library(string id) => _folder.File(NameOf(id), "bin", "Debug", "net10.0", $"{NameOf(id)}.dll");

    private string Add(string id, string code, string properties, params string[] packages)
    {
        var name = AddProject(id, "Exe", properties, packages);
        _folder.Write(Path.Combine(name, "Program.cs"), code);
        return name;
    }

    private string AddProject(string id, string outputType, string properties, string[] packages)
    {
        var name = NameOf(id);
        Directory.CreateDirectory(_folder.File(name));
        var references = packages.Select(package => $"<PackageReference Include=\"{package}\" Version=\"{Places.Version}\" />");
        _folder.Write(Path.Combine(name, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
                <!-- As in programs that are one file. -->
                <JsonSerializerIsReflectionEnabledByDefault>false</JsonSerializerIsReflectionEnabledByDefault>
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """);
        return name;
    }

    private void WriteData()
    {
        Directory.CreateDirectory(WorkFolder);
        File.Copy(Places.PathOf("src", "Examples", "Data", "ionosphere.csv"), Path.Combine(WorkFolder, "ionosphere.csv"));
        var lines = Enumerable.Range(0, 300).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{(i % 100 == 99 ? 900 : 20 + (i * 37 % 50))},{i * 7 % 24},{(i % 3 == 0 ? "shop" : "online")}"));
        File.WriteAllLines(Path.Combine(WorkFolder, "payments.csv"), lines.Prepend("amount,hour,place"));
    }
}
