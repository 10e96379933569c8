using System.Globalization;

namespace ActiveAnomaly.Examples.Benchmark;

/// <summary>results.csv, and beside it the settings that its rows were made with.</summary>
internal sealed class ResultsFile(string path, string settings)
{
    private const string Header =
        "dataset,loss,query,pseudo_abnormal,seed,stage,auc,auc_unasked,average_precision,"
        + "labelled_normal,labelled_abnormal,pseudo_count,q,r,radius,seconds";

    private string SettingsPath => path + ".settings";

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
                + "--out, or leave out --resume.");
        }

        var lines = File.ReadAllLines(path);
        return lines.Length > 0 && lines[0] == Header
            ? [.. lines.Skip(1).Select(Parse)]
            : throw new InputException($"'{path}' does not begin with the header of a results file. Give another --out.");
    }

    private static string Line(BenchmarkRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Dataset},{row.Loss},{row.Query},{(row.PseudoAbnormal ? 1 : 0)},{row.Seed},{row.Stage},"
        + $"{row.Auc:R},{row.AucUnasked:R},{row.AveragePrecision:R},{row.LabelledNormal},{row.LabelledAbnormal},{row.PseudoCount},"
        + $"{row.Q},{row.R},{row.Radius},{row.Seconds:F4}");

    private static BenchmarkRow Parse(string line)
    {
        var cells = line.Split(',');
        return new BenchmarkRow
        {
            Dataset = cells[0],
            Loss = cells[1],
            Query = cells[2],
            PseudoAbnormal = cells[3] == "1",
            Seed = Whole(cells[4]),
            Stage = Whole(cells[5]),
            Auc = Number(cells[6])!.Value,
            AucUnasked = Number(cells[7])!.Value,
            AveragePrecision = Number(cells[8])!.Value,
            LabelledNormal = Whole(cells[9]),
            LabelledAbnormal = Whole(cells[10]),
            PseudoCount = Whole(cells[11]),
            Q = Number(cells[12]),
            R = Number(cells[13]),
            Radius = Number(cells[14]),
            Seconds = Number(cells[15])!.Value,
        };
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double? Number(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
