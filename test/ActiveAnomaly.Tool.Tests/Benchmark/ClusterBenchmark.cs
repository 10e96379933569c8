using System.CommandLine;
using System.Net;
using ActiveAnomaly.Tool.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Runs the benchmark's command line as if it named a cluster, which is a <see cref="FakeCluster"/>.</summary>
internal static class ClusterBenchmark
{
    public static CommandRun Benchmark(this FakeCluster cluster, TemporaryFolder folder, params string[] options) =>
        cluster.BenchmarkOf(folder.Words(options), CancellationToken.None);

    public static CommandRun BenchmarkOf(this FakeCluster cluster, string[] words, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = BenchmarkCommand.Create((given, to) => new BenchmarkRun(
            given with { Cluster = new WorkerSettings("Host=nowhere", 0, IPAddress.Loopback) }, to) { Join = cluster.JoinAsync });
        var exitCode = new RootCommand { command }.Parse(words).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false },
            cancellationToken).GetAwaiter().GetResult();
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Reads results.csv, head and all, without the last column, the time.</summary>
    public static string[] UntimedFile(this TemporaryFolder folder) =>
    [
        .. File.ReadAllLines(folder.ResultsPath()).Select(line => line.StartsWith('#') ? line : line[..line.LastIndexOf(',')]),
    ];
}
