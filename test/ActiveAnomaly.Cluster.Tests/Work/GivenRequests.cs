using System.Text;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Items of spoken work, as a room is asked to do them.</summary>
internal static class GivenRequests
{
    /// <summary>The work's name.</summary>
    public const string WorkName = "spoken/1";

    /// <summary>Makes a request without inputs.</summary>
    /// <param name="words">What is to be done.</param>
    public static WorkRequest Of(string words) => new()
    {
        Ticket = Guid.NewGuid(),
        WorkName = WorkName,
        Content = Encoding.UTF8.GetBytes(words),
        Inputs = [],
        InputLengths = [],
        Origin = "127.0.0.1:2000@1",
    };
}
