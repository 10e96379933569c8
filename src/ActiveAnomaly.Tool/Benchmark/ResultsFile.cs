using System.Globalization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>results.csv, and beside it the settings that its rows were made with.</summary>
internal sealed class ResultsFile(string path, string settings)
{
    private const string Header =
        "dataset,loss,query,pseudo_abnormal,seed,stage,auc,auc_unasked,average_precision,"
        + "labelled_normal,labelled_abnormal,pseudo_count,q,r,radius,seconds";

    private const string SettingsEnding = ".settings";

    private string SettingsPath => path + SettingsEnding;

    public void Write(IEnumerable<BenchmarkRow> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteAllText(path, string.Join('\n', rows.Select(Line).Prepend(Header)) + "\n");
        AtomicFile.WriteAllText(SettingsPath, settings + "\n");
    }

    /// <summary>Reads the rows of an earlier, interrupted benchmark of the same settings; none when there is no file.</summary>
    public List<BenchmarkRow> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var found = File.Exists(SettingsPath) ? File.ReadAllText(SettingsPath).Trim() : "unknown";
        if (found != settings)
        {
            throw new InputException($"'{path}' was made with other settings ({found}) than asked for now ({settings}). Give another "
                + "--output, or leave out --resume.");
        }

        return ReadRows(path, "Give another --output.");
    }

    /// <summary>Reads a results file, whatever its settings, for a report.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The settings that its rows were made with, null where they are not beside it, and the rows.</returns>
    public static (string? Settings, List<BenchmarkRow> Rows) ReadAny(string path)
    {
        var rows = ReadRows(path, "Give a file that evaluate or benchmark wrote.");
        return (File.Exists(path + SettingsEnding) ? File.ReadAllText(path + SettingsEnding).Trim() : null, rows);
    }

    private static List<BenchmarkRow> ReadRows(string path, string advice)
    {
        // A file of something else may be large, or have one long line: no more than the header is read of it.
        using var reader = new StreamReader(path);
        var start = new char[Header.Length];
        if (reader.ReadBlock(start) < start.Length || !start.AsSpan().SequenceEqual(Header) || reader.ReadLine() is not { Length: 0 })
        {
            throw new InputException($"'{path}' does not begin with the header of a results file ({Header}). {advice}");
        }

        var rows = new List<BenchmarkRow>();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(Parse(path, rows.Count + 2, line));
        }

        return rows;
    }

    private static string Line(BenchmarkRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Dataset},{row.Loss},{row.Query},{(row.PseudoAbnormal ? 1 : 0)},{row.Seed},{row.Stage},"
        + $"{row.Auc:R},{row.AucUnasked:R},{row.AveragePrecision:R},{row.LabelledNormal},{row.LabelledAbnormal},{row.PseudoCount},"
        + $"{row.Q},{row.R},{row.Radius},{row.Seconds:F4}");

    private static BenchmarkRow Parse(string path, int lineNumber, string line)
    {
        var cells = line.Split(',');
        if (cells.Length != Header.Split(',').Length)
        {
            throw Bad($"has {cells.Length} fields");
        }

        return new BenchmarkRow
        {
            Dataset = cells[0],
            Loss = cells[1],
            Query = cells[2],
            PseudoAbnormal = cells[3] == "1",
            Seed = Whole(4),
            Stage = Whole(5),
            Auc = Number(6),
            AucUnasked = Number(7),
            AveragePrecision = Number(8),
            LabelledNormal = Whole(9),
            LabelledAbnormal = Whole(10),
            PseudoCount = Whole(11),
            Q = NumberOrNull(12),
            R = NumberOrNull(13),
            Radius = NumberOrNull(14),
            Seconds = Number(15),
        };

        int Whole(int k) => int.TryParse(cells[k], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Bad($"has '{cells[k]}' in {Header.Split(',')[k]}");

        double Number(int k) => double.TryParse(cells[k], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Bad($"has '{cells[k]}' in {Header.Split(',')[k]}");

        double? NumberOrNull(int k) => cells[k].Length == 0 ? null : Number(k);

        InputException Bad(string what) => new(
            $"Line {lineNumber} of '{path}' {what}; it is no line of a results file, or damaged. Run again without --resume, or give "
            + "another file.");
    }
}
