using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// The protocols of the benchmarks as docs/benchmark-a-method.md writes them in code, of public parts alone, give the commands' figures.
/// </summary>
[TestClass]
public sealed class BenchmarkInCodeTests
{
    [TestMethod]
    public void Sessions_InCode_HaveTheFiguresOfTheCommand()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(
            "benchmark", "glass", "own", "gp", "thirds", "0", "--seeds", "2", "--stages", "2", "--output", folder.ResultsPath()).Succeeds();
        var (rows, truth) = Read(Path.Combine(AppContext.BaseDirectory, "Data", "glass.csv"), scaled: true);
        var figures = new List<string>();
        for (var seed = 1; seed <= 2; seed++)
        {
            var session = new ActiveLearningSession(
                rows,
                new GaussianProcessDetector(new GaussianProcessOptions { Seed = seed }),
                new ThirdsStrategy(),
                new SessionOptions { Seed = seed, AsksTwins = true, PseudoAbnormal = PseudoAbnormalUse.Never });
            session.Run(
                question => truth[question.RowIndex] ? Answer.Abnormal : Answer.Normal,
                2,
                stage =>
                {
                    var stageFigures = StageEvaluation.Of(session.History, stage.Stage, truth, rows);
                    figures.Add(Line(seed, stage.Stage, stageFigures.RocAuc, stageFigures.UnaskedRocAuc, stageFigures.AveragePrecision));
                });
        }

        CollectionAssert.AreEqual(
            Cells(folder.ResultsPath(), "seed", "stage", "auc", "auc_unasked", "average_precision"), figures);
    }

    [TestMethod]
    public void Splits_InCode_HaveTheFiguresOfTheCommand()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(
            "weak-labels", "table", "--datasets", "ionosphere", "--methods", "gp", "--runs", "2", "--output", folder.ResultsPath())
            .Succeeds();
        var (rows, truth) = Read(Path.Combine(AppContext.BaseDirectory, "Data", "ionosphere.csv"), scaled: false);
        var figures = new List<string>();
        for (var run = 1; run <= 2; run++)
        {
            var split = WeakLabelSplit.Of(rows, truth, new WeakLabelOptions(), new SeededRandom(run).Derive("weak labels"));
            var detector = new GaussianProcessDetector(new GaussianProcessOptions { Seed = run });
            var scores = detector.Fit(new TrainingRequest(split.Training, split.Labels)).Model.Score(split.Test);
            figures.Add(Line(run, Ranking.RocAuc(scores, split.TestTruth), Ranking.PrecisionRecallAuc(scores, split.TestTruth)));
        }

        CollectionAssert.AreEqual(Cells(folder.ResultsPath(), "run", "auc_roc", "auc_pr"), figures);
    }

    private static (FeatureMatrix Rows, bool[] Truth) Read(string path, bool scaled)
    {
        var table = TableReader.Read(path);
        bool[] truth = [.. Enumerable.Range(0, table.RowCount).Select(row => table.Labels[row] == RowLabel.Abnormal)];
        double[][] columns = [.. table.Columns.Select(column => column.Numbers.ToArray())];
        foreach (var column in columns.Where(column => scaled))
        {
            var (low, high) = (column.Min(), column.Max());
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = (column[row] - low) / (high > low ? high - low : 1);
            }
        }

        var builder = new FeatureMatrixBuilder(columns.Length, truth.Length);
        for (var row = 0; row < truth.Length; row++)
        {
            builder.Add([.. columns.Select(column => (float)column[row])]);
        }

        return (builder.ToMatrix(), truth);
    }

    private static string Line(params double[] values) =>
        string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Takes some columns of a results file.</summary>
    private static string[] Cells(string path, params string[] names)
    {
        string[][] lines = [.. File.ReadLines(path).Where(line => !line.StartsWith('#')).Select(line => line.Split(','))];
        int[] places = [.. names.Select(name => Array.IndexOf(lines[0], name))];
        return [.. lines[1..].Select(cells => string.Join(',', places.Select(place => cells[place])))];
    }
}
