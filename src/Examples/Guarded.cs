using ActiveAnomaly.Data;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Training;
using Spectre.Console;

namespace ActiveAnomaly.Examples;

/// <summary>Turns the errors that a user can mend into a message and an exit code.</summary>
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
        catch (Exception exception) when (IsMendable(exception))
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        AnsiConsole.Console.Profile.Out.Writer.WriteLine("Cancelled.");
        return CancelledExitCode;
    }

    /// <summary>
    /// Tells whether a user can do something about an error: about files, values and options. ML.NET says what is wrong with a schema by
    /// exceptions of arguments and of operations.
    /// </summary>
    private static bool IsMendable(Exception exception) =>
        exception is InputException or TableException or FeatureDataException or TrainingDivergedException or ModelFormatException
            or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or FormatException;
}
