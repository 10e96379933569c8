using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Alif;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.BiGan;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.DeepIsolationForest;
using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Detectors.PReNet;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Detectors.TiwsForest;
using ActiveAnomaly.Detectors.TwoStage;
using ActiveAnomaly.Detectors.Xgbod;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Which set of choices a benchmark makes where the paper, its program and the library differ.</summary>
internal enum BenchmarkPreset
{
    /// <summary>The library's defaults.</summary>
    Default = 0,

    /// <summary>The authors' program.</summary>
    Authors = 1,
}

/// <summary>The losses and queries by the names that the authors' program has for them.</summary>
internal static class BenchmarkMethods
{
    /// <summary>The losses of the paper, which "all" stands for.</summary>
    public static readonly IReadOnlyList<string> PaperLosses =
        ["soft_boundary", "one_class", "dsad", "nce", "soft_boundary_nce", "one_class_uai", "soft_boundary_uai"];

    public const string RosasName = "rosas";

    /// <summary>
    /// RoSAS with the early stop of its authors' program, which needs as many rows of which everything is known as are tested on.
    /// </summary>
    public const string RosasEarlyStopName = "rosas_early_stop";

    /// <summary>The methods that learn from no label, and so go without a query only.</summary>
    private static readonly string[] Unsupervised =
        ["autoencoder", "bigan", "dif", "isolation_forest", "inne", "neighbor_distance", "copod"];

    /// <summary>The methods that are no networks and learn from answers.</summary>
    private static readonly string[] Learning = ["gp", "extra_trees", "balif"];

    /// <summary>A classifier of rows labelled abnormal and normal, as it is and with a UAI head.</summary>
    private static readonly string[] Classifiers = ["mlp", "mlp_uai"];

    /// <summary>The methods that learn from a few labelled anomalies, and take every other row for unlabelled.</summary>
    private static readonly string[] WeaklySupervised = [RosasName, "devnet", "feawad", "prenet", "tss", "tiws_iforest", "alif", "xgbod"];

    public static readonly IReadOnlyList<string> Losses =
        [.. PaperLosses, .. Unsupervised, .. Learning, .. Classifiers, .. WeaklySupervised];

    /// <summary>
    /// The methods of the experiments on a few labelled anomalies; unsupervised ones, which show what labels are worth, last. A UAI head
    /// needs rows labelled normal too, which these experiments have none of.
    /// </summary>
    public static readonly IReadOnlyList<string> WeakLabelMethods =
        [.. WeaklySupervised, .. Learning, "mlp", "dsad", "nce", "one_class", .. Unsupervised];

    /// <summary>The methods that may be named there: beside these, one that is told the truth of the validation part.</summary>
    public static readonly IReadOnlyList<string> KnownWeakLabelMethods = [.. WeakLabelMethods, RosasEarlyStopName];

    /// <summary>The queries of the paper that ask, which "all" stands for.</summary>
    public static readonly IReadOnlyList<string> PaperQueries = ["random", "mlp", "db", "abs"];

    private const string NoQuery = "none";

    public static readonly IReadOnlyList<string> Queries =
        [NoQuery, .. PaperQueries, "thirds", "thirds_always", "thirds_top", "margin"];

    /// <summary>
    /// Tells whether a query goes with a loss: the decision boundary compares scores with a radius, the margin needs Beta distributions,
    /// UAI queries by its head, and who learns from no answer asks nothing.
    /// </summary>
    public static bool Fits(string loss, string query) => query switch
    {
        NoQuery => true,
        _ when Unsupervised.Contains(loss) => false,
        "db" => loss is "soft_boundary" or "soft_boundary_nce",
        "margin" => loss == "balif",
        _ => true,
    };

    /// <summary>What <see cref="Fits"/> asks for, for people.</summary>
    public const string FittingRule =
        "db needs a soft boundary, margin needs balif, and methods that learn from no label go with none only";

    /// <summary>Names the losses that do not go with a query, a phrase a query.</summary>
    public static List<string> LeftOut(IReadOnlyList<string> losses, IReadOnlyList<string> queries) =>
    [
        .. from query in queries
           let others = losses.Where(loss => !Fits(loss, query)).ToList()
           where others.Count > 0
           select $"{query} with {string.Join(", ", others)}",
    ];

    /// <summary>Tells whether a loss can make use of pseudo-abnormal rows.</summary>
    public static bool CanUsePseudoAbnormalRows(string loss) => PaperLosses.Contains(loss) || loss == "extra_trees";

    /// <summary>Tells whether a query has a loss make use of pseudo-abnormal rows, where the paper does.</summary>
    public static bool UsesPseudoAbnormalRows(string loss, string query, BenchmarkPreset preset) =>
        CanUsePseudoAbnormalRows(loss) && Strategy(query, preset).UsesPseudoAbnormalRows;

    /// <summary>Tells whether a query asks anything.</summary>
    public static bool Asks(string query) => query != NoQuery;

    /// <summary>Tells whether a loss trains one network, whose codes a map shows.</summary>
    public static bool HasCodes(string loss, DetectorSettings settings) =>
        Detector(loss, settings, seed: 1, batchSize: null) is NetworkDetector;

    /// <summary>Tells whether a method compares distances, or trains a network, and so wants features on one scale.</summary>
    public static bool NeedsScaledFeatures(string loss) =>
        PaperLosses.Contains(loss)
        || loss is RosasName or RosasEarlyStopName or "autoencoder" or "bigan" or "devnet" or "dif" or "feawad" or "inne"
            or "neighbor_distance" or "prenet"
        || Classifiers.Contains(loss);

    /// <summary>Makes a detector by its name.</summary>
    /// <param name="loss">The name, one of <see cref="Losses"/>.</param>
    /// <param name="settings">What is chosen beside it.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="batchSize">The minibatch of a network; null for the method's own default.</param>
    public static Detector Detector(string loss, DetectorSettings settings, long seed, int? batchSize)
    {
        var authors = settings.Preset == BenchmarkPreset.Authors;
        var svdd = CompleteOneClass(authors ? AuthorsProgram.DeepSvdd : new DeepSvddOptions(), settings, seed, batchSize);
        var nce = CompleteOneClass(authors ? AuthorsProgram.Nce : new NceOptions(), settings, seed, batchSize);
        var sad = CompleteOneClass(authors ? AuthorsProgram.DeepSad : new DeepSadOptions(), settings, seed, batchSize);
        var head = authors ? AuthorsProgram.UaiHead : new UaiHeadOptions();
        return loss switch
        {
            "one_class" => Create(svdd, settings, static member => new DeepSvddDetector(member)),
            "soft_boundary" =>
                Create(svdd with { Boundary = OneClassBoundary.SoftBoundary }, settings, static member => new DeepSvddDetector(member)),
            "one_class_uai" =>
                Create(svdd with { UaiHead = head, RejectAbnormal = false }, settings, static member => new DeepSvddDetector(member)),
            "soft_boundary_uai" => Create(
                svdd with { Boundary = OneClassBoundary.SoftBoundary, UaiHead = head, RejectAbnormal = false }, settings, static member =>
                    new DeepSvddDetector(member)),
            "nce" => Create(nce, settings, static member => new NceDetector(member)),
            "soft_boundary_nce" =>
                Create(nce with { Boundary = OneClassBoundary.SoftBoundary }, settings, static member => new NceDetector(member)),
            "dsad" => Create(sad, settings, static member => new DeepSadDetector(member)),
            "autoencoder" => Create(
                CompleteNetwork(new AutoencoderOptions(), settings, seed, batchSize), settings, static member =>
                    new AutoencoderDetector(member)),
            "isolation_forest" =>
                Create(Complete(new IsolationForestOptions(), settings, seed), settings, static member =>
                    new IsolationForestDetector(member)),
            "inne" => Create(Complete(new InneOptions(), settings, seed), settings, static member => new InneDetector(member)),
            "neighbor_distance" =>
                Create(Complete(new NeighborDistanceOptions(), settings, seed), settings, static member =>
                    new NeighborDistanceDetector(member)),
            "gp" =>
                Create(Complete(new GaussianProcessOptions(), settings, seed) with { SetUpSharer = settings.SetUpSharer }, settings,
                    static member => new GaussianProcessDetector(member)),
            // Forests already: an ensemble of them would be a larger forest, and has no distributions to query by.
            "balif" => new BalifDetector(Complete(new BalifOptions(), settings, seed)),
            "extra_trees" => new ExtraTreesDetector(Complete(new ExtraTreesOptions(), settings, seed)),
            RosasName or RosasEarlyStopName => Create(Rosas(loss, settings, seed), settings, static member => new RosasDetector(member)),
            "devnet" => Create(CompleteWeak(new DevNetOptions(), settings, seed), settings, static member => new DevNetDetector(member)),
            "feawad" => Create(FeaWad(settings, seed), settings, static member => new FeaWadDetector(member)),
            "prenet" => Create(CompleteWeak(new PReNetOptions(), settings, seed), settings, static member => new PReNetDetector(member)),
            "mlp" => Create(Mlp(settings, seed, batchSize), settings, static member => new MlpDetector(member)),
            "mlp_uai" =>
                Create(Mlp(settings, seed, batchSize) with { UaiHead = head }, settings, static member => new MlpDetector(member)),
            "bigan" => Create(BiGan(settings, seed, batchSize), settings, static member => new BiGanDetector(member)),
            "dif" => Create(Complete(new DeepIsolationForestOptions(), settings, seed), settings, static member =>
                new DeepIsolationForestDetector(member)),
            "tiws_iforest" => Create(Complete(new TiwsForestOptions(), settings, seed), settings, static member =>
                new TiwsForestDetector(member)),
            "alif" => Create(Complete(new AlifOptions(), settings, seed), settings, static member => new AlifDetector(member)),
            "tss" => Create(Complete(new TwoStageOptions(), settings, seed), settings, static member => new TwoStageDetector(member)),
            "xgbod" => Create(Complete(new XgbodOptions(), settings, seed), settings, static member =>
                new XgbodDetector(member, new FastTreeBooster())),
            "copod" => Create(Complete(new CopodOptions(), settings, seed), settings, static member => new CopodDetector(member)),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, $"Losses: {string.Join(", ", Losses)}."),
        };
    }

    /// <summary>Refuses an ensemble of a method whose detectors are ensembles already.</summary>
    /// <param name="loss">The method's name.</param>
    /// <param name="ensembleSize">The number of members that is asked for.</param>
    /// <param name="detector">What <see cref="Detector"/> made of it.</param>
    public static void RequireEnsemble(string loss, int ensembleSize, Detector detector)
    {
        if (ensembleSize > 1 && detector is not EnsembleDetector)
        {
            throw new UsageException(
                $"{loss} is trained as a single detector, whose trees or members are many already. Leave --ensemble out.");
        }
    }

    private static T Complete<T>(T member, DetectorSettings settings, long seed)
        where T : DetectorOptions => member with { Seed = seed, Contamination = settings.Contamination ?? member.Contamination };

    private static T CompleteOneClass<T>(T member, DetectorSettings settings, long seed, int? batchSize)
        where T : DeepOneClassOptions => CompleteNetwork(member, settings, seed, batchSize) with
        {
            ReusePretraining = settings.ReusePretraining,
            PretrainingEpochCount = settings.Schedule?.EpochCount ?? member.PretrainingEpochCount,
        };

    private static T CompleteNetwork<T>(T member, DetectorSettings settings, long seed, int? batchSize)
        where T : NetworkDetectorOptions => CompleteNeural(member, settings, seed) with
        {
            BatchSize = settings.Schedule?.BatchSize ?? batchSize ?? member.BatchSize,
            LargestStepCount = settings.Schedule?.StepCount ?? member.LargestStepCount,
        };

    /// <summary>Gives the options of RoSAS, with or without the early stop of its authors' program.</summary>
    public static RosasOptions Rosas(string loss, DetectorSettings settings, long seed) =>
        CompleteWeak(new RosasOptions(), settings, seed) with { StopsOnValidation = loss == RosasEarlyStopName };

    private static FeaWadOptions FeaWad(DetectorSettings settings, long seed)
    {
        var member = CompleteWeak(new FeaWadOptions(), settings, seed);
        return member with
        {
            ReusePretraining = settings.ReusePretraining,
            PretrainingEpochCount = settings.Schedule?.EpochCount ?? member.PretrainingEpochCount,
        };
    }

    private static T CompleteWeak<T>(T member, DetectorSettings settings, long seed)
        where T : WeaklySupervisedOptions => CompleteNeural(member, settings, seed) with
        {
            BatchSize = settings.Schedule?.BatchSize ?? member.BatchSize,
            StepCount = settings.Schedule?.StepCount ?? member.StepCount,
        };

    private static MlpOptions Mlp(DetectorSettings settings, long seed, int? batchSize) =>
        CompleteNetwork(new MlpOptions(), settings, seed, batchSize);

    private static BiGanOptions BiGan(DetectorSettings settings, long seed, int? batchSize)
    {
        var member = CompleteNeural(new BiGanOptions(), settings, seed);
        return member with
        {
            BatchSize = settings.Schedule?.BatchSize ?? batchSize ?? member.BatchSize,
            LargestStepCount = settings.Schedule?.StepCount ?? member.LargestStepCount,
        };
    }

    private static T CompleteNeural<T>(T member, DetectorSettings settings, long seed)
        where T : NeuralDetectorOptions => Complete(member, settings, seed) with
        {
            EpochCount = settings.Schedule?.EpochCount ?? member.EpochCount,
            Engine = settings.Engine,
            GpuDeviceId = settings.GpuDeviceId,
        };

    /// <summary>A single detector, or an ensemble.</summary>
    private static Detector Create<T>(T member, DetectorSettings settings, Func<T, Detector> create)
        where T : DetectorOptions => settings.EnsembleSize < 2
            ? create(member)
            : EnsembleDetector.Create(
                new EnsembleOptions
                {
                    MemberCount = settings.EnsembleSize,
                    Combination = settings.Combination,
                    JobCount = settings.MemberJobCount,
                    MemberTrainer = settings.MemberTrainer,
                }, member, create);

    public static QueryStrategy Strategy(string query, BenchmarkPreset preset)
    {
        var authors = preset == BenchmarkPreset.Authors;
        return query switch
        {
            NoQuery => new NoQueryStrategy(),
            "random" => new RandomStrategy(),
            "mlp" => new HighConfidenceStrategy(),
            "db" => authors ? AuthorsProgram.DecisionBoundary : new DecisionBoundaryStrategy(),
            "thirds" => new ThirdsStrategy(),
            "thirds_always" => new ThirdsStrategy(TopShare.Third),
            "thirds_top" => new ThirdsStrategy(TopShare.All),
            "abs" => authors ? AuthorsProgram.AdaptiveBoundary : new AdaptiveBoundaryStrategy(),
            "margin" => new BetaMarginStrategy(),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query, $"Queries: {string.Join(", ", Queries)}."),
        };
    }

    public static SessionOptions Session(BenchmarkPreset preset, bool pseudoAbnormal, int? budget, int seed, TrainingCache cache) =>
        (preset == BenchmarkPreset.Authors ? AuthorsProgram.Session : new SessionOptions()) with
        {
            PseudoAbnormal = pseudoAbnormal ? PseudoAbnormalUse.Always : PseudoAbnormalUse.Never,
            BudgetPerStage = budget,
            AsksTwins = true,
            Seed = seed,
            Cache = cache,
        };
}
