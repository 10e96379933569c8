using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// What a UAI head is worth (Pimentel et al., IJCNN 2020) on clustered and on low-density anomalies: sessions that ask for the highest
/// scores, ten rows at a time, as often in all as there are anomalies. A detector that learns from no answer is asked for as many at once.
/// The Gaussian process, the default detector, is asked in its default strategy's way too.
/// </summary>
internal static class UaiBenchmark
{
    private const int RowCount = 2000;
    private const int BudgetPerStage = 10;
    private const int SeedCount = 10;

    private const string WithHead = " + UAI";
    private const string InThirds = "Gaussian process, asked in thirds";

    private static readonly UaiHeadOptions Head = new() { ScoreBy = UaiOutput.Head };

    private static readonly (string Name, Func<long, Detector> Create)[] Methods =
    [
        ("isolation forest", seed => new IsolationForestDetector(new IsolationForestOptions { Seed = seed })),
        ("autoencoder", seed => new AutoencoderDetector(new AutoencoderOptions { Seed = seed })),
        ("autoencoder" + WithHead, seed => new AutoencoderDetector(new AutoencoderOptions { Seed = seed, UaiHead = Head })),
        ("MLP", seed => new MlpDetector(new MlpOptions { Seed = seed })),
        ("MLP" + WithHead, seed => new MlpDetector(new MlpOptions { Seed = seed, UaiHead = Head })),
        ("extra trees", seed => new ExtraTreesDetector(new ExtraTreesOptions { Seed = seed })),
        ("Gaussian process", seed => new GaussianProcessDetector(new GaussianProcessOptions { Seed = seed })),
        (InThirds, seed => new GaussianProcessDetector(new GaussianProcessOptions { Seed = seed })),
    ];

    /// <summary>Runs.</summary>
    /// <param name="only">The methods, by name; none for all.</param>
    public static void Run(string[] only)
    {
        if (only.FirstOrDefault(name => !Methods.Any(method => method.Name == name)) is { } unknown)
        {
            throw new ArgumentException(
                $"'{unknown}' is unknown; methods are {string.Join(", ", Methods.Select(method => $"'{method.Name}'"))}.");
        }

        var methods = Methods.Where(method => only.Length == 0 || only.Contains(method.Name)).ToArray();
        foreach (var kind in Enum.GetValues<AnomalyKind>())
        {
            var pools = Enumerable.Range(1, SeedCount).Select(seed => new PlanePools(kind, seed).Draw(RowCount)).ToArray();
            Console.WriteLine($"{kind}: {RowCount} rows, {pools[0].IsAbnormal.Count(x => x)} of them abnormal, {SeedCount} seeds");
            Console.WriteLine("| method | found % | AUC | average precision |");
            Console.WriteLine("|---|---|---|---|");
            Write("the normal rows' true density", [.. pools.Select(pool => Outcome.Of(null, pool.Rarity, pool.IsFreshAbnormal))]);
            var outcomes = new Dictionary<string, Outcome[]>();
            foreach (var (name, create) in methods)
            {
                var found = new Outcome[SeedCount];
                QueryStrategy strategy = name == InThirds ? new ThirdsStrategy() : new HighConfidenceStrategy();
                Parallel.For(0, SeedCount, i => found[i] = Measure(create(i + 1), strategy, pools[i]));
                Write(name, outcomes[name] = found);
            }

            foreach (var name in methods.Select(method => method.Name).Where(name => outcomes.ContainsKey(name + WithHead)))
            {
                var pairs = outcomes[name + WithHead].Zip(outcomes[name], (with, without) => with.Less(without));
                Write($"{name}: with UAI less without", [.. pairs]);
            }

            Console.WriteLine();
        }
    }

    private static Outcome Measure(
        Detector detector,
        QueryStrategy strategy,
        (FeatureMatrix Rows, bool[] IsAbnormal, FeatureMatrix Fresh, bool[] IsFreshAbnormal, float[] Rarity) pool)
    {
        var budget = pool.IsAbnormal.Count(x => x);
        var (model, asked) = detector.UsesLabels
            ? Ask(detector, strategy, pool.Rows, pool.IsAbnormal, budget)
            : Top(detector, pool.Rows, budget);
        return Outcome.Of(
            100.0 * asked.Count(row => pool.IsAbnormal[row]) / budget, model.Score(pool.Fresh), pool.IsFreshAbnormal);
    }

    private static (DetectorModel Model, IEnumerable<int> Asked) Ask(
        Detector detector, QueryStrategy strategy, FeatureMatrix rows, bool[] isAbnormal, int budget)
    {
        var session = new ActiveLearningSession(rows, detector, strategy, new SessionOptions
        {
            Seed = detector.Seed, BudgetPerStage = BudgetPerStage, PseudoAbnormal = PseudoAbnormalUse.Never,
        });
        session.Train();
        while (session.Labels.LabeledCount < budget)
        {
            foreach (var row in session.Query())
            {
                session.Answer(row.RowIndex, isAbnormal[row.RowIndex] ? RowLabel.Abnormal : RowLabel.Normal);
            }

            session.Train();
        }

        return (session.Model!, [.. session.Labels.AbnormalRows, .. session.Labels.NormalRows]);
    }

    private static (DetectorModel Model, IEnumerable<int> Asked) Top(Detector detector, FeatureMatrix rows, int budget)
    {
        var trained = detector.Fit(new TrainingRequest(rows));
        var scores = trained.Scores.ToArray();
        return (trained.Model, Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).Take(budget));
    }

    private static void Write(string name, Outcome[] outcomes) => Console.WriteLine(
        $"| {name} | {Mean(outcomes, outcome => outcome.Found)} | {Mean(outcomes, outcome => outcome.Auc)} "
        + $"| {Mean(outcomes, outcome => outcome.AveragePrecision)} |");

    /// <summary>The mean over the seeds, and its standard error.</summary>
    private static string Mean(Outcome[] outcomes, Func<Outcome, double?> number)
    {
        double[] numbers = [.. outcomes.Select(number).OfType<double>()];
        if (numbers.Length == 0)
        {
            return string.Empty;
        }

        var mean = numbers.Average();
        var variance = numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{mean:F1} ({Math.Sqrt(variance / numbers.Length):F1})");
    }

    /// <summary>What a run gives: anomalies found in percent, and both areas on fresh rows.</summary>
    private sealed record Outcome(double? Found, double Auc, double AveragePrecision)
    {
        public static Outcome Of(double? found, float[] scores, bool[] isAbnormal) => new(
            found, 100 * Ranking.RocAuc(scores, isAbnormal), 100 * Ranking.AveragePrecision(scores, isAbnormal));

        public Outcome Less(Outcome other) => new(Found - other.Found, Auc - other.Auc, AveragePrecision - other.AveragePrecision);
    }
}
