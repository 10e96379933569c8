using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>Joins clusters. What runs them is in an assembly of its own, which the tool has or has not.</summary>
internal static class ClusterJoin
{
    /// <summary>Gets what starts silos.</summary>
    /// <exception cref="UsageException">The tool has not the assembly; the message says which tool package has.</exception>
    public static ISiloHost RequireHost() => ClusterDiscovery.Find() ?? throw new UsageException(
        $"--cluster needs the assembly {ClusterDiscovery.AssemblyName}, which is not there. The tool package "
        + "ActiveAnomaly.Tool.Cluster brings it: install that in place of ActiveAnomaly.Tool; it is the same command.");

    /// <summary>Joins a cluster as a silo that works, and waits until it is part of it.</summary>
    /// <param name="options">The options (<see cref="WorkerSettings.ToOptions"/>).</param>
    /// <param name="cancellationToken">Cancels joining.</param>
    /// <exception cref="UsageException">The tool has not the assembly, or an option is out of its range.</exception>
    public static async Task<IWorker> JoinAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        var host = RequireHost();
        try
        {
            options.Validate();
            return await host.JoinAsync(options, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"{exception.Message} On the command line these are --cluster, --advertise and --silo-port.");
        }
    }
}
