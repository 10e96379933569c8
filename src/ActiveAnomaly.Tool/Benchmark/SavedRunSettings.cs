using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// The file settings.txt of the folder that runs are saved in: what they are made with, in the words of a results file's head. It is
/// written before the first run, so that runs of other settings are never mixed in a folder, whose names do not tell them apart.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="settings">What runs are made with now.</param>
internal sealed class SavedRunSettings(string folder, ResultsSettings settings)
{
    public const string FileName = "settings.txt";

    private const string Kind = "benchmark --save";

    private readonly string _path = Path.Combine(folder, FileName);

    /// <summary>Checks that the folder holds no runs, or runs of these settings.</summary>
    /// <exception cref="InputException">It holds runs of others, or of nobody knows which.</exception>
    public void RequireSame()
    {
        if (File.Exists(_path))
        {
            RequireSame(settings);
        }
        else if (Directory.EnumerateDirectories(folder).FirstOrDefault(RunFiles.HoldsStages) is { } run)
        {
            throw new InputException(
                $"--save '{folder}' holds runs, '{Path.GetFileName(run)}' for one, and no file {FileName} that says what they were made "
                + "with. Give another folder, or remove them.");
        }
    }

    /// <summary>Writes down what runs are made with, of which tables too; runs that are there must be of the same ones.</summary>
    /// <param name="tables">Names, and what tells a table from another of its name.</param>
    /// <exception cref="InputException">The folder holds runs of another table of a name.</exception>
    public void Write(IEnumerable<(string Name, string Content)> tables)
    {
        var all = settings.WithTables(tables, File.Exists(_path) ? RequireSame(settings) : null);
        if (File.Exists(_path))
        {
            RequireSame(all);
        }

        AtomicFile.WriteAllText(_path, ResultsHead.Text(Kind, all, []));
    }

    /// <summary>Checks the file, and gives the settings that it holds.</summary>
    private ResultsSettings RequireSame(ResultsSettings now)
    {
        var head = ResultsHead.Read(_path);
        head.RequireKind(_path, Kind, []);
        return now.Differences(head.Settings) is { Count: > 0 } differences
            ? throw new InputException(
                $"--save '{folder}' holds runs of other settings than asked for now: {string.Join("; ", differences)}. Give another "
                + "folder, or the same settings and tables.")
            : head.Settings;
    }
}
