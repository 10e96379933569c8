namespace ActiveAnomaly.Tool.Input;

/// <summary>A file that a command works on.</summary>
/// <param name="Name">A short name for titles and files: the file's, without what its kind adds.</param>
/// <param name="Path">The file.</param>
internal sealed record DataSet(string Name, string Path)
{
    /// <summary>The names of the files that are taken of a folder end so.</summary>
    private static readonly string[] Extensions = [".csv", ".tsv", ".txt", ".parquet"];

    /// <summary>What a command line may say for <see cref="Find"/>.</summary>
    public const string Description = "ionosphere or glass (shipped), a file (CSV, plain, .gz or .zst, or Parquet), or a folder of files, "
        + "each a data set of its own.";

    private static readonly string[] PackedExtensions = [".gz", ".zst"];

    /// <summary>Gets the folder of the data sets that are shipped.</summary>
    public static string ShippedFolder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Data");

    /// <summary>
    /// Finds what a command line names: a data set that is shipped, a file, or a folder of files, each a data set of its own.
    /// </summary>
    public static IReadOnlyList<DataSet> Find(string data)
    {
        if (Shipped(data) is { } shipped)
        {
            return [shipped];
        }

        return Directory.Exists(data) ? InFolder(data)
            : File.Exists(data) ? [OfFile(data)]
            : throw new InputException(
                $"There is no data set, file or folder '{data}'. Data sets shipped: ionosphere, glass. Otherwise give the path of a CSV "
                + $"(plain, "
                + ".gz or .zst), of a Parquet file, or of a folder of these.");
    }

    /// <summary>Finds the one data set that a command line names; a folder, even of one file, is none.</summary>
    /// <param name="data">What the command line says.</param>
    /// <param name="why">Why one is needed, as half a sentence.</param>
    public static DataSet FindOne(string data, string why) => Find(data) is [var only] && !Directory.Exists(data)
        ? only
        : throw new InputException($"'{data}' is a folder; {why}. Give one of its files.");

    /// <summary>Gives the data set of a file.</summary>
    public static DataSet OfFile(string path) => new(NameOf(path), path);

    /// <summary>Gives the data sets of a folder, a file each, in the order of their names.</summary>
    public static IReadOnlyList<DataSet> InFolder(string folder)
    {
        var found = Readable(folder);
        RequireSome(folder, found);
        RequireDifferent(folder, found);
        return found;
    }

    /// <summary>Refuses a folder that has no file to read.</summary>
    public static void RequireSome(string folder) => RequireSome(folder, Readable(folder));

    /// <summary>Finds the data set of a name in a folder; null where there is none.</summary>
    /// <exception cref="InputException">Several files there are called so.</exception>
    public static DataSet? InFolder(string folder, string name)
    {
        List<DataSet> found = [.. Readable(folder).Where(dataSet => dataSet.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (found.Exists(dataSet => dataSet.Name == name))
        {
            RequireDifferent(folder, found);
        }

        return found.Find(dataSet => dataSet.Name == name);
    }

    /// <summary>Says that a folder has folders within, which are not looked into; nothing where there are none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="outputFolder">One that is not meant: results go there; null for none.</param>
    public static string WithinOf(string folder, string? outputFolder = null)
    {
        string[] within =
        [
            .. Directory.EnumerateDirectories(folder)
                .Where(path => outputFolder is null || !RealPath.IsSame(path, outputFolder))
                .Select(path => System.IO.Path.GetFileName(path)).Where(name => name[0] is not ('.' or '_'))
                .Order(StringComparer.Ordinal),
        ];
        return within.Length == 0 ? string.Empty
            : $"Folders in '{folder}', such as '{within[0]}', are not looked into, and their names are no columns. Patterns, where a "
            + $"command takes them, find their files: '{System.IO.Path.Combine(folder, "**", "*.parquet")}', in quotes.";
    }

    private static List<DataSet> Readable(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(HasExtension).Order(StringComparer.Ordinal).Select(OfFile)];

    private static void RequireSome(string folder, List<DataSet> found)
    {
        if (found.Count == 0)
        {
            throw new InputException(
                $"The folder '{folder}' has no file to read: names that end in {string.Join(", ", Extensions)}, or so with .gz or .zst, "
                + $"are taken. {WithinOf(folder)}".TrimEnd());
        }
    }

    private static void RequireDifferent(string folder, List<DataSet> found)
    {
        var twice = found.GroupBy(dataSet => dataSet.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new InputException(
                $"The folder '{folder}' has several files called '{twice.Key}': "
                + $"{string.Join(", ", twice.Select(dataSet => System.IO.Path.GetFileName(dataSet.Path)))}. Results go by that name; "
                + "rename one.");
        }
    }

    private static DataSet? Shipped(string name)
    {
        var path = System.IO.Path.Combine(ShippedFolder, name + ".csv");
        return name == System.IO.Path.GetFileName(name) && !File.Exists(name) && File.Exists(path) ? new DataSet(name, path) : null;
    }

    private static bool HasExtension(string path) =>
        Extensions.Any(extension => Unpacked(path).EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(Unpacked(path));

    private static string Unpacked(string path) =>
        PackedExtensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            ? System.IO.Path.ChangeExtension(path, null)
            : path;
}
