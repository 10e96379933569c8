using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>Which files a command line means, and where the scores of each go.</summary>
internal static class PartitionPlan
{
    private const int MostShown = 3;

    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Tells whether words mean several files, and not one table.</summary>
    public static bool IsOfSeveral(IReadOnlyList<string> words) =>
        words.Count > 1 || FilePattern.IsPattern(words[0]) || Directory.Exists(words[0]);

    /// <summary>Plans the work.</summary>
    /// <param name="words">Files, folders and patterns; what patterns and folders have in the output folder is left out.</param>
    /// <param name="outputFolder">The folder for the scores.</param>
    /// <param name="format">How scores are written; null as Parquet for files that are called so, and else as CSV.</param>
    /// <param name="others">The files that are read beside them; null for none.</param>
    /// <exception cref="InputException">
    /// A word means no file, two files' scores would have one name, or scores would overwrite a file that is read, or a device or pipe.
    /// </exception>
    public static IReadOnlyList<Partition> Of(
        IReadOnlyList<string> words, string outputFolder, ScoreFormat? format, IReadOnlyList<string>? others = null)
    {
        var folder = Path.GetFullPath(outputFolder);
        var seen = new HashSet<string>(StringComparer.FromComparison(PathComparison));
        List<Partition> partitions =
        [
            .. words.SelectMany(word => Find(word, folder)).Where(dataSet => seen.Add(Path.GetFullPath(dataSet.Path)))
                .Select(dataSet => PartitionOf(dataSet, folder, format)),
        ];
        RequireDifferentNames(partitions);
        RequireOtherFiles(partitions, others ?? []);
        return partitions;
    }

    /// <summary>Refuses partitions that have scores already.</summary>
    /// <exception cref="InputException">One has; nothing was changed.</exception>
    public static void RequireNoOutputs(IReadOnlyList<Partition> partitions, string outputFolder)
    {
        Partition[] there = [.. partitions.Where(partition => File.Exists(partition.Output))];
        if (there.Length > 0)
        {
            throw new InputException(
                $"'{outputFolder}' has scores of {there.Length} of the {partitions.Count} partitions already: "
                + $"{Listed([.. there.Select(partition => Path.GetFileName(partition.Output))])}. Keep those that are finished and score "
                + "the others (--resume), give another folder (--output), or delete them.");
        }
    }

    private static DataSet[] Find(string word, string outputFolder)
    {
        if (!FilePattern.IsPattern(word))
        {
            return Directory.Exists(word)
                ? Outside([.. DataSet.InFolder(word)], word, outputFolder)
                : [DataSet.FindOne(word, "files are needed here")];
        }

        var found = FilePattern.Find(word);
        return found.Count > 0
            ? Outside([.. found.Select(DataSet.OfFile)], word, outputFolder)
            : throw new InputException(
                $"No file matches '{word}' (in '{Environment.CurrentDirectory}' where the path is relative). * stands for any letters of a "
                + "name, ? for one, ** for folders in folders; names that begin with a dot are left out.");
    }

    private static DataSet[] Outside(DataSet[] found, string word, string outputFolder)
    {
        var inside = Path.TrimEndingDirectorySeparator(outputFolder) + Path.DirectorySeparatorChar;
        DataSet[] outside = [.. found.Where(dataSet => !Path.GetFullPath(dataSet.Path).StartsWith(inside, PathComparison))];
        return outside.Length > 0
            ? outside
            : throw new InputException(
                $"All files of '{word}' lie in the output folder '{outputFolder}', whose files are taken for scores and not for tables. "
                + "Give another folder for the scores (--output).");
    }

    private static Partition PartitionOf(DataSet dataSet, string outputFolder, ScoreFormat? format)
    {
        var written = format
            ?? (dataSet.Path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? ScoreFormat.Parquet : ScoreFormat.Csv);
        var extension = written == ScoreFormat.Parquet ? ".parquet" : ".csv";
        return new Partition(dataSet.Name, dataSet.Path, Path.Combine(outputFolder, dataSet.Name + extension), written);
    }

    private static void RequireDifferentNames(List<Partition> partitions)
    {
        var twice = partitions.GroupBy(partition => partition.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(
            group => group.Skip(1).Any());
        if (twice is not null)
        {
            throw new InputException(
                $"The scores of several files would go by the name '{twice.Key}': "
                + $"{Listed([.. twice.Select(partition => partition.Input)])}. Rename one, or score them into folders of their own "
                + "(--output).");
        }
    }

    private static void RequireOtherFiles(List<Partition> partitions, IReadOnlyList<string> others)
    {
        var inputs = partitions.Select(partition => partition.Input).Concat(others)
            .ToLookup(RealPath.Of, StringComparer.OrdinalIgnoreCase);
        foreach (var partition in partitions)
        {
            OutputClaim.RequireFile("--output", partition.Output);
            if (inputs[RealPath.Of(partition.Output)].FirstOrDefault(path => RealPath.IsSame(path, partition.Output)) is { } input)
            {
                throw new InputException(
                    $"The scores of '{partition.Input}' would overwrite '{input}', which is one of the files to be "
                    + $"{(others.Contains(input) ? "read" : "scored")}. Give another folder for the scores (--output).");
            }
        }
    }

    private static string Listed(string[] names) =>
        string.Join(", ", names.Take(MostShown).Select(name => $"'{name}'"))
        + (names.Length > MostShown ? FormattableString.Invariant($" and {names.Length - MostShown} more") : string.Empty);
}
