using System.Runtime.ExceptionServices;

namespace ActiveAnomaly.Threading;

/// <summary>Loops whose steps run on several threads, and fail as a loop on one thread does: with the exception of a step.</summary>
internal static class ParallelLoop
{
    /// <summary>Runs steps.</summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="step">A step, by its number.</param>
    /// <param name="cancellationToken">Cancels the steps that have not begun.</param>
    /// <param name="jobCount">How many may run at a time; null for as many as there are processors.</param>
    /// <exception cref="OperationCanceledException">The loop was cancelled.</exception>
    public static void Run(int count, Action<int> step, CancellationToken cancellationToken, int? jobCount = null)
    {
        try
        {
            Parallel.For(
                0,
                count,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = jobCount ?? Environment.ProcessorCount,
                    CancellationToken = cancellationToken,
                },
                step);
        }
        catch (AggregateException exception)
        {
            // Every step fails of the same cause, or the first cause is the one to tell of.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
