using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Evaluation;
using ActiveAnomaly.Tool.Labeling;
using ActiveAnomaly.Tool.Reporting;
using ActiveAnomaly.Tool.Scoring;
using ActiveAnomaly.Tool.Telemetry;
using ActiveAnomaly.Tool.Training;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool;

/// <summary>The whole command line.</summary>
internal static class ToolCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "ActiveAnomaly, active anomaly detection for ML.NET: detectors that learn from an expert's few answers.\n\n"
            + "Exit codes: 0 done; 1 a file or its data cannot be used (standard error says why); 2 the command line is wrong; "
            + "3 something failed that should not; 130 cancelled by Ctrl-C, and what was finished is kept.")
        {
            LabelCommand.Create(),
            TrainCommand.Create(),
            ScoreCommand.Create(),
            EvaluateCommand.Create(),
            ExportCommand.Create(),
            ReportCommand.Create(),
            BenchmarkCommand.Create(),
            WeakLabelsCommand.Create(),
            WorkCommand.Create(),
        };
        foreach (var command in root.Subcommands)
        {
            RequireTexts(command);
        }

        return root;
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words of the command line.</param>
    /// <param name="configuration">Where the command writes.</param>
    /// <param name="cancellationToken">Cancels, beside Ctrl-C.</param>
    /// <returns>The exit code (<see cref="ExitCode"/>).</returns>
    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> arguments, InvocationConfiguration configuration, CancellationToken cancellationToken = default)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Action is not ParseErrorAction refusal)
        {
            return await RunAsync(parsed, configuration, cancellationToken);
        }

        // What is wrong: nothing of it is a result, so that standard output stays empty. All of the help would push it off the screen.
        var (error, text) = (configuration.Error, new StringWriter());
        configuration.Output = configuration.Error = text;
        refusal.ShowHelp = arguments.Count == 0;
        await parsed.InvokeAsync(configuration, cancellationToken);
        await error.WriteAsync(HiddenSecrets.In(text.ToString()));
        await error.WriteLineAsync(Usage(parsed.CommandResult));
        return ExitCode.WrongUsage;
    }

    private static string Usage(CommandResult result)
    {
        var (path, command) = (CommandPath(result), result.Command);
        var arguments = command.Subcommands.Count > 0 ? " <command>" : string.Concat(command.Arguments.Select(
            argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [<{argument.Name}>]" : $" <{argument.Name}>"));
        return $"Usage: {path}{arguments} [options]\n{path} --help tells what is allowed.";
    }

    private static string CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : command.Command.Name;

    /// <summary>Refuses empty words, such as of a script's variable that is not set: no path or name is empty.</summary>
    private static void RequireTexts(Command command)
    {
        foreach (var option in command.Options.Where(option => option.ValueType == typeof(string)))
        {
            option.Validators.Add(result => RequireText(result, option.Name));
        }

        foreach (var argument in command.Arguments.Where(argument => argument.ValueType == typeof(string)
            || argument.ValueType == typeof(string[])))
        {
            argument.Validators.Add(result => RequireText(result, argument.Name));
        }
    }

    private static void RequireText(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError($"{name} is empty; give a value, or leave it out.");
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            using var telemetry = TelemetryExport.Start();
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (UsageException exception)
        {
            await configuration.Error.WriteLineAsync(exception.Message);
            return ExitCode.WrongUsage;
        }
    }
}
