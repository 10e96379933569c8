using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>Asks SQLite of the file that a connection has open.</summary>
internal static class SqliteFile
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED: the wrapper of SQLite's functions has no name for it.</summary>
    private const int HasMovedCode = 20;

    /// <summary>
    /// Tells whether the file was deleted, moved or replaced since it was opened: what is written then goes where nobody finds it.
    /// </summary>
    /// <exception cref="SqliteException">SQLite could not look.</exception>
    public static bool HasMoved(SqliteConnection connection)
    {
        var code = FileControl(connection.Handle!.DangerousGetHandle(), "main", HasMovedCode, out var hasMoved);
        SqliteException.ThrowExceptionForRC(code, connection.Handle);
        GC.KeepAlive(connection);
        return code == SQLITE_OK && hasMoved != 0;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(nint database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int code, out int result);
}
