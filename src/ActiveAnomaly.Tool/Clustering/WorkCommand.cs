using System.CommandLine;
using ActiveAnomaly.Tool.Telemetry;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>The command line of <see cref="WorkRun"/>.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var slots = PositiveNumber.Option(
            "--slots", "How many items this machine does at a time; by default one a processor.", Environment.ProcessorCount);
        var log = new Option<bool>("--log")
        {
            Description = "Writes failures of the cluster to standard error, a line of JSON each.",
        };
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "work",
            "Has this machine help others of a cluster, which score, train or benchmark with --cluster, until Ctrl-C. What it "
            + "has under way then is done by the others.")
        {
            slots, log, json,
        };
        var cluster = new ClusterArguments(command, "The cluster to help.", isRequired: true);
        command.SetAction((parsed, cancellationToken) => Guarded.Start(
            parsed,
            () => new WorkRun(
                cluster.Read(parsed)!,
                parsed.GetValue(slots),
                parsed.GetValue(log) ? new JsonLineLogger(parsed.InvocationConfiguration.Error, TimeProvider.System) : null,
                CommandOutput.Of(parsed, json)).Run(cancellationToken)));
        return command;
    }
}
