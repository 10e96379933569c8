using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>What a command line says of the cluster that a command joins; the same options with every command that does.</summary>
internal sealed class ClusterArguments
{
    /// <summary>The largest port.</summary>
    public const int LargestPort = IPEndPoint.MaxPort;

    private readonly Option<string?> _cluster;
    private readonly Option<int?> _siloPort;
    private readonly Option<IPAddress?> _advertise = AdvertiseOption();

    /// <summary>Gives a command the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="what">What --cluster does, as a sentence.</param>
    /// <param name="isRequired">Whether the command does nothing without a cluster.</param>
    public ClusterArguments(Command command, string what, bool isRequired = false)
    {
        _cluster = new Option<string?>("--cluster") { Description = $"{what} {DatabaseDescription}", Required = isRequired };
        _siloPort = SiloPortOption("any that is free", smallest: 0, "0 for any that is free");
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Gets all options.</summary>
    public IReadOnlyList<Option> All => [_cluster, _siloPort, _advertise];

    private static string DatabaseDescription => "It is a PostgreSQL database (Host=...;Database=...), the same for all machines.";

    /// <summary>Gives the option --advertise.</summary>
    public static Option<IPAddress?> AdvertiseOption() => new("--advertise")
    {
        Description = "With --cluster: the address of this machine that the others reach it at; by default the loopback address, for a "
            + "cluster of one machine.",
        CustomParser = result => Address("--advertise", "an IP address of this machine", result),
    };

    /// <summary>Gives the option --silo-port.</summary>
    /// <param name="byDefault">The port by default.</param>
    /// <param name="smallest">The smallest number that is allowed.</param>
    /// <param name="why">What the smallest number means, or why it is.</param>
    public static Option<int?> SiloPortOption(string byDefault, int smallest, string why) => new("--silo-port")
    {
        Description = $"With --cluster: the port for the other machines of the cluster, and for nobody else; by default {byDefault}.",
        CustomParser = result => Port(result, smallest, why),
    };

    /// <summary>Reads an IP address off a command line.</summary>
    /// <param name="name">The option.</param>
    /// <param name="allowed">What is allowed.</param>
    /// <param name="result">What stands there.</param>
    public static IPAddress? Address(string name, string allowed, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        result.AddError($"{name} is '{text}'; {allowed} is allowed.");
        return null;
    }

    /// <summary>Gives the names of the options that stand on a command line.</summary>
    public static IReadOnlyList<string> Given(ParseResult parsed, IEnumerable<Option> options) =>
        [.. options.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];

    /// <summary>Refuses options that say something of a cluster where none is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cluster">The option that names it.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="UsageException">Some are given, and no cluster.</exception>
    public static void RequireCluster(ParseResult parsed, Option<string?> cluster, IEnumerable<Option> options)
    {
        if (parsed.GetValue(cluster) is null && Given(parsed, options) is { Count: > 0 } alone)
        {
            throw new UsageException($"{string.Join(", ", alone)} without --cluster say nothing; give --cluster, or leave them out.");
        }
    }

    /// <summary>Reads the options off a command line.</summary>
    /// <returns>What they say; null without a cluster.</returns>
    /// <exception cref="UsageException">
    /// Options say something of a cluster and none is named, or the tool has not the assembly that runs clusters.
    /// </exception>
    public WorkerSettings? Read(ParseResult parsed)
    {
        RequireCluster(parsed, _cluster, [_siloPort, _advertise]);
        if (parsed.GetValue(_cluster) is not { } connectionString)
        {
            return null;
        }

        ClusterJoin.RequireHost();
        return new WorkerSettings(
            connectionString, parsed.GetValue(_siloPort) ?? 0, parsed.GetValue(_advertise) ?? IPAddress.Loopback);
    }

    private static int? Port(ArgumentResult result, int smallest, string why)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= smallest && port <= LargestPort)
        {
            return port;
        }

        result.AddError(string.Create(
            CultureInfo.InvariantCulture, $"--silo-port is '{text}'; a number from {smallest} to {LargestPort} is allowed: {why}."));
        return null;
    }
}
