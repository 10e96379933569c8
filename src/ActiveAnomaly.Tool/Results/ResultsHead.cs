using System.Text;

namespace ActiveAnomaly.Tool.Results;

/// <summary>The head of a results file: what wrote it, its settings, and the names of its columns.</summary>
/// <param name="Kind">The command that wrote the file.</param>
/// <param name="Settings">What its rows were made with.</param>
/// <param name="Names">The names of its columns.</param>
/// <param name="LineCount">The number of lines of the head.</param>
internal sealed record ResultsHead(string Kind, ResultsSettings Settings, IReadOnlyList<string> Names, int LineCount)
{
    private const string Begin = "# active-anomaly: ";
    private const int MostLetters = 100_000;

    /// <summary>The header of the results files of version 0.1's previews, whose settings lay in a file beside them.</summary>
    private const string OldHeader = "dataset,loss,query,pseudo_abnormal,seed,stage,";

    /// <summary>Gives the lines of a head.</summary>
    public static string Text(string kind, ResultsSettings settings, IReadOnlyList<string> names)
    {
        var text = new StringBuilder($"{Begin}{kind}\n");
        foreach (var (name, value) in settings.Pairs)
        {
            text.Append("# ").Append(name).Append(": ").Append(Escape(value)).Append('\n');
        }

        return text.AppendJoin(',', names.Select(CsvText.Cell)).Append('\n').ToString();
    }

    /// <summary>Reads the head of a file, to learn of which kind it is.</summary>
    /// <exception cref="InputException">It is no results file.</exception>
    public static ResultsHead Read(string path)
    {
        using var reader = new StreamReader(path);
        return Read(path, reader);
    }

    /// <summary>Reads the head of a file, and leaves the reader at the first row.</summary>
    /// <exception cref="InputException">It is no results file.</exception>
    public static ResultsHead Read(string path, StreamReader reader)
    {
        var first = ReadLine(path, reader);
        if (!first.StartsWith(Begin, StringComparison.Ordinal))
        {
            throw ResultsFileError.OfFormat(path, first.StartsWith(OldHeader, StringComparison.Ordinal)
                ? "it has the form of an earlier version, which kept the settings in a file of their own "
                    + $"('{Path.GetFileName(path)}.settings'), and what its rows were made with is not certain; run again"
                : $"its first line is no '{Begin}...' but '{Shortened(first)}'");
        }

        var (settings, lineCount) = (new List<(string Name, string? Value)>(), 1);
        while (true)
        {
            var line = ReadLine(path, reader);
            lineCount++;
            if (!line.StartsWith('#'))
            {
                var names = new CsvText(new StringReader(line), lineCount - 1).ReadLine() ?? [];
                return new ResultsHead(first[Begin.Length..], new ResultsSettings(settings), names, lineCount);
            }

            var end = line.IndexOf(": ", StringComparison.Ordinal);
            if (end < 3 || !line.StartsWith("# ", StringComparison.Ordinal) || settings.Exists(setting => setting.Name == line[2..end]))
            {
                throw ResultsFileError.OfLine(
                    path, lineCount, $"is '{Shortened(line)}', where a setting that is not there yet ('# name: value') is expected");
            }

            settings.Add((line[2..end].Trim(), Unescape(line[(end + 2)..])));
        }
    }

    /// <summary>Checks that the file is of a kind and has its columns.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public void RequireKind(string path, string kind, IReadOnlyList<string> names)
    {
        if (Kind != kind)
        {
            throw ResultsFileError.OfFormat(path, $"it holds results of '{Kind}', where those of '{kind}' are expected");
        }

        if (!Names.SequenceEqual(names))
        {
            throw ResultsFileError.OfFormat(path, $"{Columns(names)}; {string.Join(',', names)} are expected");
        }
    }

    private string Columns(IReadOnlyList<string> expected)
    {
        List<string> lacking = [.. expected.Except(Names)], others = [.. Names.Except(expected)];
        return lacking.Count + others.Count == 0 ? $"its columns stand in another order ({Shortened(string.Join(',', Names))})"
            : string.Join(" and ", (string[])
            [
                .. lacking.Count == 0 ? [] : (string[])[$"it lacks the columns {string.Join(',', lacking)}"],
                .. others.Count == 0 ? [] : (string[])[$"it has the columns {Shortened(string.Join(',', others))} beside them"],
            ]);
    }

    /// <summary>Reads a line; a file of something else may have one that is endless.</summary>
    private static string ReadLine(string path, StreamReader reader)
    {
        var text = new StringBuilder();
        while (reader.Read() is var letter && letter >= 0 && letter != '\n')
        {
            if (text.Append((char)letter).Length > MostLetters)
            {
                throw ResultsFileError.OfFormat(path, $"it begins with a line of more than {MostLetters} characters");
            }
        }

        return text.ToString().TrimEnd('\r');
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "...";

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal);

    private static string Unescape(string value)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            text.Append(value[i] != '\\' || i + 1 == value.Length ? value[i] : value[++i] switch
            {
                'n' => '\n',
                'r' => '\r',
                var other => other,
            });
        }

        return text.ToString();
    }
}
