using System.CommandLine;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Where a session is kept: an SQLite file, or a PostgreSQL database.</summary>
internal static class SessionPlace
{
    private const string Ending = ".labels.db";

    private static ReadOnlySpan<byte> Sqlite => "SQLite format 3\0"u8;

    /// <summary>Gives the option --session.</summary>
    public static Option<string?> SessionOption() => new("--session")
    {
        Description = "The session's id in its store; by default the table's name, or the only one that there is.",
    };

    /// <summary>
    /// Gives where the session of a table is kept when nothing is said: beside it, or, for shipped tables, in the working folder.
    /// </summary>
    public static string Beside(DataSet dataSet)
    {
        var path = Path.GetFullPath(dataSet.Path);
        var folder = path.StartsWith(Path.GetFullPath(DataSet.ShippedFolder), StringComparison.Ordinal)
            ? Environment.CurrentDirectory
            : Path.GetDirectoryName(path)!;
        return Path.Combine(folder, dataSet.Name + Ending);
    }

    /// <summary>Opens a store: a text with an equals sign, such as Host=db;Database=labels, is a PostgreSQL connection string.</summary>
    /// <param name="place">The file, or the connection string.</param>
    /// <param name="creates">Whether a file that is not there is made.</param>
    public static DatabaseSessionStore Open(string place, bool creates) => IsDatabase(place)
        ? new PostgresSessionStore(place)
        : creates || File.Exists(place)
            ? new SqliteSessionStore(place, new SqliteSessionStoreOptions { CreatesFile = creates })
            : throw new InputException($"There is no file '{place}' of sessions; active-anomaly label makes one.");

    /// <summary>Says where a store is: the file's whole path, or the database without its password.</summary>
    public static string Shown(DatabaseSessionStore store, string place) => IsDatabase(place) ? store.Place : Path.GetFullPath(place);

    /// <summary>Gives the id that is meant of a store's sessions.</summary>
    public static string IdOf(DatabaseSessionStore store, string? given, CancellationToken cancellationToken)
    {
        var ids = store.List(cancellationToken);
        return given is not null
            ? ids.Contains(given, StringComparer.Ordinal) ? given : throw new InputException(
                $"There is no session '{given}' in {store.Place}; there {(ids.Count == 1 ? "is" : "are")} {Listed(ids)}.")
            : ids.Count == 1 ? ids[0]
            : throw new InputException($"In {store.Place} there are {Listed(ids)}. Say which one with --session.");
    }

    /// <summary>Tells whether a place is a file that is not there yet.</summary>
    public static bool IsNew(string place) => !IsDatabase(place) && !File.Exists(place);

    /// <summary>Tells whether a file is one of sessions: an SQLite file begins with its name.</summary>
    public static bool IsSessions(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[Sqlite.Length];
        return stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual(Sqlite);
    }

    /// <summary>Tells whether a place is a database.</summary>
    public static bool IsDatabase(string place) => place.Contains('=') && !File.Exists(place);

    private static string Listed(IReadOnlyList<string> ids) =>
        ids.Count == 0 ? "no sessions" : string.Join(", ", ids.Select(id => $"'{id}'"));
}
