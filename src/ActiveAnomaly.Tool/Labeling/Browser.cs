using System.ComponentModel;
using System.Diagnostics;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Opens addresses in the browser of whoever sits at this machine.</summary>
internal static class Browser
{
    /// <summary>Opens an address.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Whether there is a program that opens it.</returns>
    public static bool Open(Uri address)
    {
        if (OperatingSystem.IsLinux()
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")))
        {
            return false;
        }

        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", address.AbsoluteUri)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        try
        {
            using var process = Process.Start(start);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
