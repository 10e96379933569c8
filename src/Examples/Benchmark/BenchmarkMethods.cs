using ActiveAnomaly.Detectors;
using ActiveAnomaly.Presets;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Examples.Benchmark;

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
    public static readonly IReadOnlyList<string> Losses =
        ["soft_boundary", "one_class", "dsad", "nce", "soft_boundary_nce", "one_class_uai", "soft_boundary_uai"];

    public static readonly IReadOnlyList<string> Queries = ["none", "random", "mlp", "db", "abs"];

    /// <summary>Tells whether a query goes with a loss: the decision boundary needs a radius, and UAI has strategies of its own.</summary>
    public static bool Fits(string loss, string query) => query switch
    {
        "db" => loss.StartsWith("soft_boundary", StringComparison.Ordinal),
        _ => true,
    };

    public static Detector Detector(string loss, BenchmarkPreset preset, int seed, int batchSize, bool reusePretraining)
    {
        var authors = preset == BenchmarkPreset.Authors;
        var svdd = authors ? AuthorsProgram.DeepSvdd : new DeepSvddOptions();
        var nce = authors ? AuthorsProgram.Nce : new NceOptions();
        var head = authors ? AuthorsProgram.UaiHead : new UaiHeadOptions();
        return loss switch
        {
            "one_class" => Svdd(svdd),
            "soft_boundary" => Svdd(svdd with { Boundary = OneClassBoundary.SoftBoundary }),
            "one_class_uai" => Svdd(svdd with { UaiHead = head, RejectAbnormal = false }),
            "soft_boundary_uai" => Svdd(svdd with { Boundary = OneClassBoundary.SoftBoundary, UaiHead = head, RejectAbnormal = false }),
            "nce" => Nce(nce),
            "soft_boundary_nce" => Nce(nce with { Boundary = OneClassBoundary.SoftBoundary }),
            "dsad" => new DeepSadDetector((authors ? AuthorsProgram.DeepSad : new DeepSadOptions()) with
            {
                Seed = seed,
                BatchSize = batchSize,
                ReusePretraining = reusePretraining,
            }),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, $"Losses: {string.Join(", ", Losses)}."),
        };

        DeepSvddDetector Svdd(DeepSvddOptions options) => new(options with { Seed = seed, BatchSize = batchSize, ReusePretraining = reusePretraining });
        NceDetector Nce(NceOptions options) => new(options with { Seed = seed, BatchSize = batchSize, ReusePretraining = reusePretraining });
    }

    public static QueryStrategy Strategy(string query, BenchmarkPreset preset)
    {
        var authors = preset == BenchmarkPreset.Authors;
        return query switch
        {
            "none" => new NoQueryStrategy(),
            "random" => new RandomStrategy(),
            "mlp" => new HighConfidenceStrategy(),
            "db" => authors ? AuthorsProgram.DecisionBoundary : new DecisionBoundaryStrategy(),
            "abs" => authors ? AuthorsProgram.AdaptiveBoundary : new AdaptiveBoundaryStrategy(),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query, $"Queries: {string.Join(", ", Queries)}."),
        };
    }

    public static SessionOptions Session(BenchmarkPreset preset, bool pseudoAbnormal, int? budget, int seed, PretrainingCache cache) =>
        (preset == BenchmarkPreset.Authors ? AuthorsProgram.Session : new SessionOptions()) with
        {
            PseudoAbnormal = pseudoAbnormal ? PseudoAbnormalUse.Always : PseudoAbnormalUse.Never,
            BudgetPerStage = budget,
            Seed = seed,
            PretrainingCache = cache,
        };
}
