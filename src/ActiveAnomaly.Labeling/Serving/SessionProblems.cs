using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Says with which status a session refuses: what does not exist, or what contradicts what was said before.</summary>
internal static class SessionProblems
{
    /// <summary>Waits for what a session does.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">What it does.</param>
    /// <param name="pool">The rows as people know them, whose names the problem has; null where none is named.</param>
    /// <exception cref="ProblemException">The session refused it.</exception>
    public static async Task<T> ExplainAsync<T>(Task<T> work, LabelingPool? pool = null)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, Sentences.Plain(exception.Message), exception);
        }
        catch (ArgumentException exception)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, Named(exception.Message, pool), exception);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, Named(exception.Message, pool), exception);
        }
    }

    private static string Named(string message, LabelingPool? pool) =>
        pool is null ? Sentences.Plain(message) : Sentences.WithNames(Sentences.Plain(message), pool);
}
