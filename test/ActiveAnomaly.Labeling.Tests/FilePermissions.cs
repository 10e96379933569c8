using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Labeling;

/// <summary>Tests of files that may not be written run as a user whom permissions bind: root, as whom tests may run, they do not.</summary>
internal static class FilePermissions
{
    private const uint Nobody = 65534;

    /// <summary>Sets the permissions of a file or a folder; skips the test where there are none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Such as 0b110_100_100 for rw-r--r--.</param>
    public static void Set(string path, int mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Files have no Unix permissions on this system.");
            return;
        }

        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    /// <summary>Runs an action on a thread of its own; what it throws is thrown here.</summary>
    public static void RunUnprivileged(Action action)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess)
            {
                // Of this thread alone, which ends with the action.
                _ = SetFileSystemUser(Nobody);
            }

            try
            {
                action();
            }
            catch (Exception exception)
            {
                thrown = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileSystemUser(uint user);
}
