using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Refuses requests that are meant for another session, such as of a page that was opened while another table was served at this address:
/// its rows are other rows.
/// </summary>
internal sealed class SessionGuard(LabelingSession session, string tableName)
{
    /// <summary>The part of an address that says which session is meant: what a session's description gives as its key.</summary>
    public const string Parameter = "session";

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        !context.Request.Query.TryGetValue(Parameter, out var meant) || meant == session.Key
            ? next(context)
            : throw new ProblemException(
                StatusCodes.Status412PreconditionFailed,
                $"Another session is served at this address now: {session.Id} ({tableName}). Start the command of the session that is "
                + "meant again, or load the page anew for this one.");
}
