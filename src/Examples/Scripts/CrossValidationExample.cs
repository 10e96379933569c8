using System.Globalization;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>
/// Uses <see cref="CrossValidation"/>: trains on all folds but one and evaluates on that one, each in turn, then trains on all rows.
/// </summary>
internal static class CrossValidationExample
{
    public const int FoldCount = 5;

    public static void Run(string path, string folder)
    {
        var table = TableReader.Read(path);
        foreach (var line in table.Describe())
        {
            Console.WriteLine(line);
        }

        var validation = new CrossValidation(table);
        var aucs = new List<double>();
        Console.WriteLine();
        Console.WriteLine("fold  trained on  tested on  abnormal     AUC");
        foreach (var fold in validation.Evaluate(FoldCount))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{fold.Fold,4}  {fold.TrainedRowCount,10}  {fold.TestedRowCount,9}  {fold.AbnormalCount,8}  "
                + $"{fold.Metrics?.AreaUnderRocCurve.ToString("F4", CultureInfo.InvariantCulture) ?? "-",6}"));
            if (fold.Metrics is { } metrics)
            {
                aucs.Add(metrics.AreaUnderRocCurve);
            }
        }

        // A fold with rows of one kind only has no AUC.
        if (aucs.Count > 1)
        {
            var mean = aucs.Average();
            var deviation = Math.Sqrt(aucs.Sum(auc => (auc - mean) * (auc - mean)) / (aucs.Count - 1));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"mean {mean:F4}, standard deviation {deviation:F4} over {aucs.Count} folds"));
        }

        var modelPath = Path.GetFullPath(Path.Combine(folder, "CrossValidation.zip"));
        validation.TrainOnAll(modelPath);
        Console.WriteLine($"Trained on all rows: {modelPath}");
    }
}
