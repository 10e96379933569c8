using System.Reflection;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Scoring.Partitions;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>All that silos of this program do for each other.</summary>
internal static class WorkCatalog
{
    /// <summary>Makes one work of each kind; a silo keeps it, with what it has loaded.</summary>
    public static IReadOnlyList<IWork> Create() => [new PartitionWork(), new BenchmarkWork(), new MemberWork(MemberWorkName)];

    /// <summary>Gets the name of the work that trains members of ensembles.</summary>
    public static string MemberWorkName { get; } = NameOf("member");

    /// <summary>
    /// Gives the name of a kind of work. It holds the version and the <see cref="MathematicsProbe"/>: only silos whose results are the same
    /// bits take part.
    /// </summary>
    /// <param name="kind">The kind, such as "score".</param>
    public static string NameOf(string kind)
    {
        var version = typeof(WorkCatalog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        return $"{kind} {version.InformationalVersion} {MathematicsProbe.Name}";
    }
}
