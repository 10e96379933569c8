using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>Tells whether a log can be continued with what was given: everything that results depend on must be the same.</summary>
internal static class SessionResumption
{
    /// <summary>The strategy's first queries are compared, and the last: each compared folds all before.</summary>
    private const int ComparedQueryCount = 100;

    /// <summary>Throws when a strategy would have an expert asked for a detector that cannot use the answers.</summary>
    public static void RequireUseOfAnswers(Detector detector, QueryStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(strategy);
        if (strategy.Asks && !detector.UsesLabels)
        {
            throw new ArgumentException(
                $"{detector.Name}, with these options, learns from no label, and the {strategy.Name} strategy would ask an "
                + "expert for nothing. Take a detector that uses labels (an autoencoder does with a UAI head), or NoQueryStrategy.",
                nameof(strategy));
        }
    }

    /// <summary>Checks what a session is created with, and writes down what its results depend on.</summary>
    public static SessionCreated Creation(
        FeatureMatrix pool, Detector detector, QueryStrategy strategy, SessionOptions options, PoolLabels? labels)
    {
        ArgumentNullException.ThrowIfNull(pool);
        RequireUseOfAnswers(detector, strategy);
        if (options.PseudoAbnormal == PseudoAbnormalUse.Always && !detector.UsesPseudoAbnormalRows)
        {
            throw new ArgumentException(
                $"{detector.Name} makes no use of pseudo-abnormal rows, which the options ask for always. "
                + "Take PseudoAbnormalUse.ByStrategy or Never, or a detector that uses them (Deep SAD, NCE).",
                nameof(options));
        }

        labels ??= PoolLabels.None(pool.RowCount);
        return labels.RowCount == pool.RowCount
            ? Describe(pool, detector, strategy, options, labels)
            : throw new ArgumentException(
                $"There are labels for {labels.RowCount} rows and {pool.RowCount} rows in the pool; one label a row is needed.",
                nameof(labels));
    }

    /// <summary>Gets the creation that a log begins with.</summary>
    public static SessionCreated Creation(IReadOnlyList<SessionEvent> log)
    {
        if (log.Count == 0 || log[0] is not SessionCreated created)
        {
            throw new SessionMismatchException(
                log.Count == 0
                    ? "The log is empty; it begins with the session's creation."
                    : "The log does not begin with the session's creation.");
        }

        return created.Version is >= 1 and <= SessionCreated.CurrentVersion
            ? created
            : throw new SessionMismatchException(
                $"The log has version {created.Version}; this version of the library reads 1 to "
                + $"{SessionCreated.CurrentVersion}. Update the library.");
    }

    /// <summary>Throws, naming all that differs, unless the detector, the strategy and the options are those of the log.</summary>
    public static void RequireSame(SessionCreated created, Detector detector, QueryStrategy strategy, SessionOptions options)
    {
        var differences = new List<string>();
        void Compare(string what, object? logged, object? given)
        {
            if (!Equals(logged, given))
            {
                differences.Add(FormattableString.Invariant($"{what} is {logged} in the log and {given} now"));
            }
        }

        differences.AddRange(DetectorDifferences(created, detector));
        Compare("the strategy", created.Strategy, strategy.Name);
        if (created.StrategySettings is { } settings)
        {
            Compare("the strategy's settings", settings, strategy.Settings ?? "none");
        }

        Compare("the label policy", created.LabelPolicy, options.LabelPolicy.Name);
        Compare("the session's seed", created.Seed, options.Seed ?? created.Seed);
        Compare("the budget a stage", created.BudgetPerStage, options.BudgetPerStage ?? created.BudgetPerStage);
        Compare("the use of pseudo-abnormal rows", created.PseudoAbnormal, options.PseudoAbnormal);
        Compare("which rows are pseudo-abnormal", created.PseudoAbnormalBound, options.PseudoAbnormalSelection.Bound);
        Compare(
            "drawing them with replacement",
            created.PseudoAbnormalWithReplacement,
            options.PseudoAbnormalSelection.DrawsWithReplacement);
        Compare("whether each of equal rows is asked about (AsksTwins)", created.AsksTwins, options.AsksTwins);
        if (differences.Count > 0)
        {
            throw new SessionMismatchException(
                $"The session cannot go on: {string.Join("; ", differences)}. Give what it was created with.");
        }
    }

    /// <summary>Names all in which a detector differs from that of the log.</summary>
    public static IEnumerable<string> DetectorDifferences(SessionCreated created, Detector detector)
    {
        (string What, object Logged, object Given)[] compared =
        [
            ("the detector", created.Detector, detector.Name),
            ("the detector's seed", created.DetectorSeed, detector.Seed),
            ("the type of the detector's options", created.DetectorOptionsType, detector.RecordedOptions.GetType().Name),
        ];
        return compared.Where(each => !Equals(each.Logged, each.Given))
            .Select(each => FormattableString.Invariant($"{each.What} is {each.Logged} in the log and {each.Given} now"))
            .Concat(OptionDifferences(created.DetectorOptions, OptionsOf(detector)));
    }

    /// <summary>Throws unless the pool's rows are those of the log, in their order, and their features what they were.</summary>
    public static void RequireSamePool(IReadOnlyList<SessionEvent> log, SessionCreated created, FeatureMatrix pool)
    {
        var rowCount = created.RowCount + log.OfType<RowsAdded>().Sum(added => added.RowCount);
        if (pool.FeatureCount != created.FeatureCount || pool.RowCount != rowCount)
        {
            throw new SessionMismatchException(
                $"The session is about {rowCount} rows of {created.FeatureCount} features, and the pool has {pool.RowCount} "
                + $"rows of {pool.FeatureCount}. Give the same rows.");
        }

        if (created.CategoricalRanges is { } ranges && !ranges.SequenceEqual(pool.CategoricalRanges))
        {
            throw new SessionMismatchException(
                $"In the session {Text(ranges)}, and in the pool {Text(pool.CategoricalRanges)}. "
                + "Give the same rows, prepared in the same way.");
        }

        var first = 0;
        foreach (var (count, fingerprint) in log.OfType<RowsAdded>()
            .Select(added => (added.RowCount, added.Fingerprint))
            .Prepend((created.RowCount, created.Fingerprint)))
        {
            if (PoolFingerprint.Of(Rows(pool, first, count)) != fingerprint)
            {
                throw new SessionMismatchException(
                    $"Rows {first} to {first + count - 1} of the pool are not those of the session: "
                    + "a value, the order of the rows or a name of a feature differs. "
                    + "Give the same rows, in the same order, prepared in the same way.");
            }

            first += count;
        }

        static string Text(IReadOnlyList<CategoricalRange> ranges) => ranges.Count == 0
            ? "no features are the categories of one column"
            : "the features "
                + string.Join(" and ", ranges.Select(range => FormattableString.Invariant($"{range.First} to {range.End - 1}")))
                + " are the categories of one column" + (ranges.Count == 1 ? string.Empty : " each");
    }

    /// <summary>Gives some rows of a pool; the pool itself when these are all.</summary>
    public static FeatureMatrix Rows(FeatureMatrix pool, int first, int count) =>
        first == 0 ? pool.First(count) : pool.Select([.. Enumerable.Range(first, count)]);

    /// <summary>Throws when the strategy would have asked elsewhere: its name is the same, its settings are not.</summary>
    public static void RequireSameQuantile(
        QueryStrategy strategy, IReadOnlyList<QueryOutcome> history, SessionEvent past, SessionEvent? lastQuery)
    {
        if (past is RowsQueried { Purpose: QueryPurpose.Strategy } queried
            && (history.Count < ComparedQueryCount || past == lastQuery)
            && strategy.BoundaryQuantile(history) is var quantile
            && !Nullable.Equals(quantile, queried.BoundaryQuantile)
            && !Nullable.Equals(strategy.FormerBoundaryQuantile(history), queried.BoundaryQuantile))
        {
            throw new SessionMismatchException(
                $"The {strategy.Name} strategy asked at {Text(queried.BoundaryQuantile)} in event {queried.Sequence} of the log and "
                + $"would ask at {Text(quantile)} now. Give the strategy that the session was created with.");
        }

        static string Text(double? quantile) =>
            quantile is null ? "no quantile" : FormattableString.Invariant($"the quantile {quantile}");
    }

    private static SessionCreated Describe(
        FeatureMatrix pool, Detector detector, QueryStrategy strategy, SessionOptions options, PoolLabels labels) => new()
    {
        Sequence = 0,
        Time = options.Clock.GetUtcNow(),
        RowCount = pool.RowCount,
        FeatureCount = pool.FeatureCount,
        Fingerprint = PoolFingerprint.Of(pool),
        CategoricalRanges = pool.CategoricalRanges,
        Detector = detector.Name,
        DetectorSeed = detector.Seed,
        DetectorOptionsType = detector.RecordedOptions.GetType().Name,
        DetectorOptions = OptionsOf(detector),
        Strategy = strategy.Name,
        StrategySettings = strategy.Settings,
        LabelPolicy = options.LabelPolicy.Name,
        Seed = options.Seed ?? detector.Seed,
        BudgetPerStage = options.BudgetPerStage ?? SessionOptions.DefaultBudget(pool.RowCount),
        PseudoAbnormal = options.PseudoAbnormal,
        PseudoAbnormalBound = options.PseudoAbnormalSelection.Bound,
        PseudoAbnormalWithReplacement = options.PseudoAbnormalSelection.DrawsWithReplacement,
        AsksTwins = options.AsksTwins,
        NormalRows = labels.NormalRows,
        AbnormalRows = labels.AbnormalRows,
    };

    /// <summary>The seed is compared as it was drawn.</summary>
    private static JsonElement OptionsOf(Detector detector) =>
        ModelJson.Write(detector.RecordedOptions with { Seed = null });

    private static IEnumerable<string> OptionDifferences(JsonElement logged, JsonElement given)
    {
        var names = logged.EnumerateObject().Concat(given.EnumerateObject()).Select(property => property.Name).Distinct();
        foreach (var name in names)
        {
            var (before, now) = (Text(logged, name), Text(given, name));
            if (before != now)
            {
                yield return $"the detector's {name} is {before} in the log and {now} now";
            }
        }

        static string Text(JsonElement options, string name) =>
            options.TryGetProperty(name, out var value) ? value.GetRawText() : "not set";
    }
}
