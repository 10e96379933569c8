using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// How good the probabilities of calibrated models are, beside those of a logistic map fitted to the models' own scores of the answered
/// rows; and how often thresholds for a rate of false alarms keep it, among the normal rows that nobody was asked about.
/// </summary>
internal static class ProbabilityBenchmark
{
    private const int StageCount = 5;
    private const int MostPerStage = 60;
    private const double Rate = 0.05;
    private static readonly string[] MethodNames = ["training scores", "held-out scores", "held-out scores and prior"];

    /// <summary>Runs.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="names">Which of them, with commas between.</param>
    /// <param name="detectors">Which detectors, with commas between.</param>
    /// <param name="strategies">Which strategies, with commas between.</param>
    /// <param name="seedCount">How many seeds, from 1.</param>
    /// <param name="auditShare">Which share of the questions is drawn at random.</param>
    public static void Run(string folder, string names, string detectors, string strategies, int seedCount, double auditShare)
    {
        foreach (var detector in detectors.Split(','))
        {
            var sets = new List<(double[][] Measures, List<double[]> Thresholds)>();
            var refused = 0;
            foreach (var name in names.Split(','))
            {
                var table = LabeledTable.Read(folder, name, isScaled: detector is "nce" or "dsad");
                foreach (var strategy in strategies.Split(','))
                {
                    var runs = Enumerable.Range(1, seedCount)
                        .Select(seed => RunOne(table, Detector(detector, seed), Strategy(strategy), auditShare))
                        .ToArray();
                    refused += runs.Count(run => run.Measures is null);
                    double[][][] measured = [.. runs.Where(run => run.Measures is not null).Select(run => run.Measures!)];
                    List<double[]> thresholds = [.. runs.Where(run => run.Threshold is not null).Select(run => run.Threshold!)];
                    if (measured.Length > 0)
                    {
                        sets.Add((Mean(measured), thresholds));
                        Console.WriteLine($"{detector} {strategy} {name}: {Line(sets[^1].Measures[0])} | {Line(sets[^1].Measures[2])}");
                    }
                }
            }

            Write(detector, sets, refused);
        }
    }

    private static (double[][]? Measures, double[]? Threshold) RunOne(
        LabeledTable table, Detector detector, QueryStrategy strategy, double auditShare)
    {
        var session = Answered(table, detector, strategy, auditShare);
        var stage = session.History[^1];
        var options = new CalibrationOptions { PriorShare = 0 };
        var heldOut = session.BeginCalibration(options).Run();
        var calibration = session.BeginCalibration().Run();
        var known = session.Labels.WithTwins(table.Rows);
        int[] all = [.. Enumerable.Range(0, table.Rows.RowCount)];
        int[] unasked = [.. all.Where(row => known[row] == RowLabel.Unlabeled)];
        var answered = session.Labels.LabeledRows.ToArray();
        var naive = ProbabilityMap.Fit(
            Array.ConvertAll(answered, row => stage.Scores.Span[row]),
            Array.ConvertAll(answered, row => table.IsAbnormal[row]),
            [],
            0);
        var threshold = Threshold(calibration, stage, table, unasked);
        if (naive is null
            || !heldOut.Model.TryGet<IProbability>(out var first) || !calibration.Model.TryGet<IProbability>(out var second))
        {
            return (null, threshold);
        }

        return ([.. new IProbability[] { naive, first, second }.Select(map =>
        {
            double[] probabilities = [.. stage.Scores.ToArray().Select(score => (double)map.ProbabilityOf(score))];
            return (double[])
            [
                .. ProbabilityMeasures.Of(probabilities, table.IsAbnormal, all),
                .. ProbabilityMeasures.Of(probabilities, table.IsAbnormal, unasked),
            ];
        })], threshold);
    }

    /// <summary>Gives the share of false alarms among the unasked normal rows, and the share of abnormal ones found.</summary>
    private static double[]? Threshold(Calibration calibration, SessionStage stage, LabeledTable table, int[] unasked)
    {
        FalseAlarmThreshold found;
        try
        {
            found = calibration.ThresholdFor(Rate);
        }
        catch (FalseAlarmRateException)
        {
            // The pool is too small for the rate: the table says of how many runs.
            return null;
        }

        var normal = unasked.Where(row => !table.IsAbnormal[row]).ToArray();
        var abnormal = unasked.Where(row => table.IsAbnormal[row]).ToArray();
        return
        [
            normal.Count(row => stage.Scores.Span[row] > found.Threshold) / (double)normal.Length,
            abnormal.Length == 0 ? double.NaN : abnormal.Count(row => stage.Scores.Span[row] > found.Threshold) / (double)abnormal.Length,
        ];
    }

    private static ActiveLearningSession Answered(LabeledTable table, Detector detector, QueryStrategy strategy, double auditShare)
    {
        var budget = Math.Min(SessionOptions.DefaultBudget(table.Rows.RowCount), MostPerStage);
        var session = new ActiveLearningSession(
            table.Rows, detector, strategy, new SessionOptions { Cache = new TrainingCache(), BudgetPerStage = budget });
        var random = new SeededRandom(detector.Seed).Derive("audits");
        var auditCount = (int)Math.Round(auditShare * budget);
        session.Train();
        for (var stage = 0; stage < StageCount; stage++)
        {
            var rows = session.Query(budget - auditCount).Select(row => row.RowIndex).ToList();
            if (auditCount > 0)
            {
                var known = session.Labels.WithTwins(table.Rows);
                int[] left = [.. Enumerable.Range(0, table.Rows.RowCount).Where(row => known[row] == RowLabel.Unlabeled).Except(rows)];
                rows.AddRange(session.Ask(random.Sample(left, auditCount), QueryPurpose.Audit).Select(row => row.RowIndex));
            }

            rows.ForEach(row => session.Answer(row, table.IsAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal));
            session.Train();
        }

        return session;
    }

    private static void Write(string detector, List<(double[][] Measures, List<double[]> Thresholds)> sets, int refused)
    {
        Console.WriteLine($"{detector}: {sets.Count} sets and strategies; {refused} runs without a probability");
        Console.WriteLine("| map fitted to | all rows: ECE, Brier, log loss | never asked: ECE, Brier, log loss |");
        for (var method = 0; method < MethodNames.Length; method++)
        {
            var cells = Enumerable.Range(0, 6).Select(measure =>
            {
                double[] values = [.. sets.Select(set => 100 * set.Measures[method][measure])];
                double[] differences = [.. sets.Select(set => 100 * (set.Measures[method][measure] - set.Measures[0][measure]))];
                return method == 0
                    ? Text(values.Average())
                    : $"{Text(values.Average())} ({Text(differences.Average())} +- {Text(StandardError(differences))})";
            }).ToArray();
            Console.WriteLine($"| {MethodNames[method]} | {string.Join(", ", cells[..3])} | {string.Join(", ", cells[3..])} |");
        }

        double[][] thresholds = [.. sets.SelectMany(set => set.Thresholds)];
        if (thresholds.Length > 0)
        {
            var found = thresholds.Select(threshold => threshold[1]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"thresholds for {Rate:P0}: {thresholds.Length} runs, {thresholds.Count(threshold => threshold[0] > Rate)} above it, "
                + $"mean {100 * thresholds.Average(threshold => threshold[0]):F2} %, {100 * found:F1} % "
                + $"of the unasked abnormal rows found"));
        }
    }

    private static double[][] Mean(double[][][] runs) => [.. Enumerable.Range(0, runs[0].Length).Select(method =>
        Enumerable.Range(0, runs[0][method].Length).Select(measure => runs.Average(run => run[method][measure])).ToArray())];

    /// <summary>Gives the standard error of the mean.</summary>
    public static double StandardError(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(values.Length - 1, 1) / values.Length);
    }

    private static string Line(double[] values) => string.Join(" ", values.Select(value => Text(100 * value)));

    private static string Text(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static Detector Detector(string name, long seed) => name switch
    {
        "gp" => new GaussianProcessDetector(new GaussianProcessOptions { Seed = seed }),
        "extra_trees" => new ExtraTreesDetector(new ExtraTreesOptions { Seed = seed }),
        "balif" => new BalifDetector(new BalifOptions { Seed = seed }),
        "nce" => new NceDetector(new NceOptions { Seed = seed }),
        "dsad" => new DeepSadDetector(new DeepSadOptions { Seed = seed }),
        _ => throw new ArgumentException($"'{name}' is no detector of this benchmark; gp, extra_trees, balif, nce and dsad are."),
    };

    private static QueryStrategy Strategy(string name) => name switch
    {
        "thirds" => new ThirdsStrategy(),
        "abs" => new AdaptiveBoundaryStrategy(),
        "top" => new HighConfidenceStrategy(),
        "random" => new RandomStrategy(),
        _ => throw new ArgumentException($"'{name}' is no strategy of this benchmark; thirds, abs, top and random are."),
    };
}
