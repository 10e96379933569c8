using System.Globalization;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace StoreProcess;

/// <summary>
/// Appends events to a session of a store until it is killed or has appended as many as it was told, and prints the sequence of each
/// when Append has returned: <c>StoreProcess sqlite|postgres PLACE SESSION [COUNT]</c>. With <c>label</c> before these it answers the
/// questions of a labelling session instead (<see cref="LabelProcess"/>); <c>StoreProcess pool FILE</c> prints what
/// reading a pool says.
/// </summary>
public static class Program
{
    /// <summary>Opens a store.</summary>
    /// <param name="kind">sqlite or postgres.</param>
    /// <param name="place">The file, or the connection string.</param>
    /// <returns>The store.</returns>
    public static DatabaseSessionStore Open(string kind, string place) => kind switch
    {
        "sqlite" => new SqliteSessionStore(place),
        "postgres" => new PostgresSessionStore(place),
        _ => throw new ArgumentException($"'{kind}' is no kind of store; sqlite and postgres are.", nameof(kind)),
    };

    /// <summary>Gives the event that the program appends at a place of the log: mostly small ones, every tenth of many pages.</summary>
    /// <param name="sequence">The place.</param>
    /// <returns>The event.</returns>
    public static SessionEvent EventAt(long sequence)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(sequence);
        return sequence % 10 == 9
            ? new RowsQueried { Sequence = sequence, Time = time, Stage = 0, Rows = [.. Enumerable.Range((int)sequence, 5000)] }
            : new RowAnswered { Sequence = sequence, Time = time, Row = (int)sequence, Answer = Answer.Normal, Annotator = "expert" };
    }

    /// <summary>Gets the number of events of a session, 0 when it is not there.</summary>
    /// <param name="store">The store.</param>
    /// <param name="session">The session.</param>
    /// <returns>The number.</returns>
    public static int CountOf(ISessionStore store, string session)
    {
        try
        {
            return store.Read(session).Count;
        }
        catch (KeyNotFoundException)
        {
            return 0;
        }
    }

    private static string MessageOf(Func<LabelingPool> read)
    {
        try
        {
            return read().Name;
        }
        catch (NotSupportedException exception)
        {
            return exception.Message;
        }
    }

    private static async Task Main(string[] arguments)
    {
        if (arguments[0] == "pool")
        {
            Console.WriteLine(MessageOf(() => LabelingPool.Read(arguments[1])));
            return;
        }

        if (arguments[0] == "label")
        {
            using var sessions = Open(arguments[1], arguments[2]);
            await LabelProcess.Run(sessions, arguments[3], int.Parse(arguments[4], CultureInfo.InvariantCulture));
            return;
        }

        using var store = Open(arguments[0], arguments[1]);
        var count = arguments.Length > 3 ? int.Parse(arguments[3], CultureInfo.InvariantCulture) : int.MaxValue;
        long sequence = CountOf(store, arguments[2]);
        for (var appended = 0; appended < count; sequence++)
        {
            try
            {
                store.Append(arguments[2], EventAt(sequence));
                appended++;
                Console.WriteLine(sequence.ToString(CultureInfo.InvariantCulture));
            }
            catch (SessionConflictException)
            {
                // Another writer has this place: the next one is taken too, or is the next of the log.
            }
        }
    }
}
