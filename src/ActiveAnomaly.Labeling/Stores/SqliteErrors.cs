using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>Says what SQLite refuses, and what to do about it.</summary>
internal static class SqliteErrors
{
    /// <summary>Gives the exception that users see.</summary>
    /// <param name="exception">What SQLite said.</param>
    /// <param name="what">What could not be done.</param>
    /// <param name="path">The file.</param>
    /// <param name="lockTimeout">How long it was waited for.</param>
    public static SessionStoreException Explain(SqliteException exception, string what, string path, TimeSpan lockTimeout) =>
        new($"{what}: {Reason(exception, path, lockTimeout)} ({exception.Message})", exception);

    private static string Reason(SqliteException exception, string path, TimeSpan lockTimeout) => exception.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED =>
            $"'{path}' was locked by somebody else for {lockTimeout.Seconds()}. Find the program that holds it, or wait longer "
            + "(options.LockTimeout).",
        SQLITE_READONLY => ReadOnly(path),
        SQLITE_FULL => $"there is no room for '{path}'. Free some on its disk; what was kept before is safe.",
        SQLITE_CANTOPEN =>
            $"'{path}' cannot be opened. The file and its folder must be there, and this user must be allowed to read and write both.",
        SQLITE_PERM or SQLITE_AUTH => $"this user may not use '{path}'. Allow it to read and write the file and its folder.",
        SQLITE_NOTADB => $"'{path}' is not an SQLite database. Give the file of a store, or one that is not there yet.",
        SQLITE_CORRUPT => $"'{path}' is damaged. Restore it from a backup.",
        SQLITE_IOERR => $"the disk of '{path}' failed. Check the disk, and that the file lies on one of this machine.",
        _ => $"SQLite refused it for '{path}', with its error {exception.SqliteExtendedErrorCode}.",
    };

    /// <summary>Says that a file is no longer where it was opened.</summary>
    public static string Moved(string path) =>
        $"'{path}' was deleted, moved or replaced while it was open. Put it back, with what lay beside it; where it is gone, export the "
        + "labels while this program still runs: it has all of them.";

    /// <summary>Says that a file cannot be written.</summary>
    public static string ReadOnly(string path) =>
        $"'{path}' is read-only for this user. Allow it to write the file and its folder (SQLite keeps two files beside it), or copy the "
        + "file to where it may.";
}
