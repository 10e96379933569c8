using ActiveAnomaly.Data;
using ActiveAnomaly.Training;
using Spectre.Console;

namespace ActiveAnomaly.Examples;

/// <summary>Turns the errors that a user can mend into one line and an exit code.</summary>
internal static class Guarded
{
    private const int CancelledExitCode = 130;

    /// <summary>
    /// Runs a command on a thread of its own: System.CommandLine hears Ctrl-C only after the action has handed it a task.
    /// </summary>
    public static Task<int> Start(Func<bool> command) => Task.Run(() => Run(command), CancellationToken.None);

    /// <summary>Runs a command; false, or a cancellation, means that it was cancelled.</summary>
    public static int Run(Func<bool> command)
    {
        try
        {
            if (command())
            {
                return 0;
            }
        }
        catch (OperationCanceledException)
        {
            // Said below, together with a command that ended early by itself.
        }
        catch (Exception exception) when (
            exception is InputException or FeatureDataException or TrainingDivergedException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        AnsiConsole.Console.Profile.Out.Writer.WriteLine("Cancelled. What was finished is kept.");
        return CancelledExitCode;
    }
}
