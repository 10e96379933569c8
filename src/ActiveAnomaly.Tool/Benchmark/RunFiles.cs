using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// Saves every stage of a run: stageK.csv (a line a row of the pool: its index in the data set, score, truth, label known to the model,
/// place in the query made with it, code), stageK.json (seed, centre, threshold, radius, boundary) and stageK.aadm (the model).
/// </summary>
internal static class RunFiles
{
    private static readonly string[] Endings = [".csv", ".json", ".aadm"];

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Tells whether all stages of a run are there.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="stages">The numbers of its stages.</param>
    public static bool AreThere(string folder, IEnumerable<int> stages) =>
        stages.All(stage => Endings.All(ending => File.Exists(StagePath(folder, stage) + ending)));

    /// <summary>Tells whether a folder holds stages of a run.</summary>
    public static bool HoldsStages(string folder) => Endings.Any(ending => File.Exists(StagePath(folder, 0) + ending));

    /// <summary>Removes what a killed run left of files that it was writing; the folder above must be claimed.</summary>
    /// <param name="folder">The run's folder.</param>
    public static void RemoveTemporaryFiles(string folder)
    {
        if (Directory.Exists(folder))
        {
            OutputClaim.RemoveTemporaryFiles(
                folder, name => name.StartsWith("stage", StringComparison.Ordinal) && Endings.Contains(Path.GetExtension(name)));
        }
    }

    /// <summary>Saves a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="session">What it was.</param>
    /// <param name="truth">Whether a row of the pool is abnormal.</param>
    /// <param name="poolRows">The index in the data set of each row of the pool; null where the pool is the data set.</param>
    public static void Save(string folder, ActiveLearningSession session, bool[] truth, int[]? poolRows)
    {
        var dataRows = poolRows ?? [.. Enumerable.Range(0, truth.Length)];
        Directory.CreateDirectory(folder);
        var known = new Answer?[truth.Length];
        foreach (var stage in session.History)
        {
            var path = StagePath(folder, stage.Stage);
            WriteRows(path + ".csv", session, stage, known, truth, dataRows);
            WriteNumbers(path + ".json", stage, dataRows);
            DetectorModelFormat.Save(stage.Model, path + ".aadm");
            for (var i = 0; i < stage.QueriedRows.Count; i++)
            {
                known[stage.QueriedRows[i]] = stage.Answers[i];
            }
        }
    }

    private static string StagePath(string folder, int stage) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"stage{stage}"));

    private static void WriteRows(
        string path, ActiveLearningSession session, SessionStage stage, Answer?[] known, bool[] truth, int[] dataRows)
    {
        var codes = (stage.Model as NetworkModel)?.Encode(session.Pool) ?? [];
        var codeSize = codes.Length / truth.Length;
        var places = stage.QueriedRows.Select((row, place) => (row, place)).ToDictionary(pair => pair.row, pair => pair.place);
        var lines = new List<string>
        {
            "row,score,is_abnormal,known_label,query_place" + string.Concat(Enumerable.Range(0, codeSize).Select(k => $",z{k}")),
        };
        for (var row = 0; row < truth.Length; row++)
        {
            var label = known[row] switch
            {
                Answer.Normal => "normal",
                Answer.Abnormal => "abnormal",
                _ => string.Empty,
            };
            var code = string.Concat(
                codes.Skip(row * codeSize).Take(codeSize).Select(value => "," + value.ToString(CultureInfo.InvariantCulture)));
            var place = places.TryGetValue(row, out var at) ? at.ToString(CultureInfo.InvariantCulture) : string.Empty;
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{dataRows[row]},{stage.Scores.Span[row]},{(truth[row] ? 1 : 0)},{label},{place}{code}"));
        }

        AtomicFile.WriteAllText(path, string.Join('\n', lines) + "\n");
    }

    private static void WriteNumbers(string path, SessionStage stage, int[] dataRows) => AtomicFile.WriteAllText(
        path,
        JsonSerializer.Serialize(
            new
            {
                stage = stage.Stage,
                method = stage.Model.Name,
                seed = stage.Model.Seed,
                network = (stage.Model as DeepOneClassModel)?.Encoder.Shape.ToString(),
                center = (stage.Model as DeepOneClassModel)?.Center.ToArray(),
                threshold = stage.Model.Threshold,
                radius = stage.Model.TryGet<IRadius>(out var boundary) ? boundary.Radius : (float?)null,
                boundary_quantile = stage.BoundaryQuantile,
                query_order = stage.QueriedRows.Select(row => dataRows[row]),
                pseudo_abnormal_rows = stage.PseudoAbnormalRows.Select(row => dataRows[row]),
            },
            Json));
}
