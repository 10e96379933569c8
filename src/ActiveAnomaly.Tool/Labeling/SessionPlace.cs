using System.CommandLine;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Tables.Sources;
using ActiveAnomaly.Tool.Input;
using Npgsql;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Where a session is kept: an SQLite file, or a PostgreSQL database.</summary>
internal static class SessionPlace
{
    private const string Ending = ".labels.db";

    private static readonly NpgsqlConnectionStringBuilder Words = [];

    /// <summary>Gives the option --session.</summary>
    /// <param name="byDefault">Which one is meant where it is not given.</param>
    public static Option<string?> SessionOption(string byDefault = "the only one that there is")
    {
        var option = new Option<string?>("--session") { Description = $"The session's id in its store; by default {byDefault}." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>()?.Length is > DatabaseSessionStore.LongestSessionId and var length)
            {
                result.AddError($"--session has {length} characters; at most {DatabaseSessionStore.LongestSessionId} are allowed.");
            }
        });
        return option;
    }

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

    /// <summary>Opens a store.</summary>
    /// <param name="place">The file, or the connection string.</param>
    /// <param name="creates">Whether a file that is not there is made.</param>
    public static DatabaseSessionStore Open(string place, bool creates) => IsDatabase(place)
        ? OpenDatabase(place)
        : creates || File.Exists(place)
            ? new SqliteSessionStore(place, new SqliteSessionStoreOptions { CreatesFile = creates })
            : throw new InputException($"There is no file '{place}' of sessions; active-anomaly label makes one.");

    /// <summary>Says where a store is: the file's whole path, or the database without its password.</summary>
    public static string Shown(DatabaseSessionStore store, string place) => IsDatabase(place) ? store.Place : Path.GetFullPath(place);

    /// <summary>Gives the id that is meant of a store's sessions.</summary>
    /// <param name="store">The store.</param>
    /// <param name="given">The id that is given; null for the only one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="option">The option that names it.</param>
    public static string IdOf(
        DatabaseSessionStore store, string? given, CancellationToken cancellationToken, string option = "--session")
    {
        var ids = store.List(cancellationToken);
        return given is not null
            ? ids.Contains(given, StringComparer.Ordinal) ? given : throw new InputException(
                $"There is no session '{given}' in {store.Place}; there {(ids.Count == 1 ? "is" : "are")} {Listed(ids)}.")
            : ids.Count == 1 ? ids[0]
            : throw new InputException($"In {store.Place} there are {Listed(ids)}. Say which one with {option}.");
    }

    /// <summary>Tells whether a place is a file that is not there yet.</summary>
    public static bool IsNew(string place) => !IsDatabase(place) && !File.Exists(place);

    /// <summary>
    /// Tells whether a place is a PostgreSQL connection string, such as Host=db;Database=labels: a part of it gives one of Npgsql's words
    /// a value. Those of other forms are connection strings as well, and refused when they are opened. Folders may be called
    /// year=2024.
    /// </summary>
    public static bool IsDatabase(string place) =>
        !File.Exists(place) && !Path.IsPathFullyQualified(place)
        && (ConnectionForm.IsOther(place)
            || place.Split(';').Any(part => part.Split('=', 2) is [var word, _] && Words.TryGetValue(word.Trim(), out _)));

    /// <summary>Refuses a connection string where a file is to be written, which would have it, and its password, for a name.</summary>
    /// <param name="option">What the user calls the file.</param>
    /// <param name="path">What he gives.</param>
    /// <exception cref="UsageException">It is one; the message holds nothing of it.</exception>
    public static void RequireFile(string option, string path)
    {
        if (IsDatabase(path))
        {
            throw new UsageException($"{option} is a connection string, and a file is written there. Give the name of a file.");
        }
    }

    /// <summary>Opens a database.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <exception cref="UsageException">It is none that is taken; the message holds no password.</exception>
    public static PostgresSessionStore OpenDatabase(string connectionString)
    {
        try
        {
            return new PostgresSessionStore(connectionString);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>Lists sessions, for people.</summary>
    public static string Listed(IReadOnlyList<string> ids) =>
        ids.Count == 0 ? "no sessions" : string.Join(", ", ids.Select(id => $"'{id}'"));
}
