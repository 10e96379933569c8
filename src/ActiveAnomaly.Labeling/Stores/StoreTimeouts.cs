using System.Globalization;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>How long stores wait.</summary>
internal static class StoreTimeouts
{
    public static readonly TimeSpan DefaultLock = TimeSpan.FromSeconds(10);

    private static readonly (TimeSpan Least, TimeSpan Most) LockRange = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    public static void Require(TimeSpan lockTimeout, string name)
    {
        if (lockTimeout < LockRange.Least || lockTimeout > LockRange.Most)
        {
            throw new ArgumentOutOfRangeException(
                name, lockTimeout, $"LockTimeout is {lockTimeout}; {LockRange.Least} to {LockRange.Most} are allowed.");
        }
    }

    /// <summary>Gives a time in seconds, for messages.</summary>
    public static string Seconds(this TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
