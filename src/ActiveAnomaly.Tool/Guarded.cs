using System.CommandLine;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Tool;

/// <summary>Turns what ends a command into a message and an exit code.</summary>
internal static class Guarded
{
    /// <summary>
    /// Runs a command on a thread of its own: System.CommandLine hears Ctrl-C only after the action has handed it a task.
    /// </summary>
    /// <param name="parsed">The command line; messages go to its configuration's standard error.</param>
    /// <param name="command">The command; false, or a cancellation, means that it was cancelled.</param>
    public static Task<int> Start(ParseResult parsed, Func<bool> command) =>
        Task.Run(() => Run(parsed.InvocationConfiguration.Error, command), CancellationToken.None);

    /// <summary>Runs a command; false, or a cancellation, means that it was cancelled.</summary>
    public static int Run(TextWriter error, Func<bool> command)
    {
        try
        {
            if (command())
            {
                return ExitCode.Done;
            }
        }
        catch (OperationCanceledException)
        {
            // Said below, together with a command that ended early by itself.
        }
        catch (UsageException exception)
        {
            error.WriteLine(HiddenSecrets.In(exception.Message));
            return ExitCode.WrongUsage;
        }
        catch (Exception exception) when (IsMendable(exception))
        {
            error.WriteLine(HiddenSecrets.In(exception.Message));
            return ExitCode.BadInput;
        }
        catch (Exception exception)
        {
            error.WriteLine($"This should not have happened. {exception.GetType().FullName}: {HiddenSecrets.In(exception.Message)}");
            error.WriteLine("It is an error of this program: please report it with the command line and this text.");
            error.WriteLine(exception.StackTrace);
            return ExitCode.Unexpected;
        }

        error.WriteLine("Cancelled.");
        return ExitCode.Cancelled;
    }

    /// <summary>Tells whether a user can do something about an error: about files and the values in them.</summary>
    internal static bool IsMendable(Exception exception) =>
        exception is InputException or TableException or FeatureDataException or TrainingDivergedException or ModelFormatException
            or FalseAlarmRateException
            or SessionStoreException or SessionConflictException or SessionMismatchException or PoolMismatchException
            or WorkException or IOException or UnauthorizedAccessException;
}
