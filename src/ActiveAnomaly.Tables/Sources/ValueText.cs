using System.Globalization;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>Truth values and dates as cells have them.</summary>
internal static class ValueText
{
    public static string Of<T>(T value)
        where T : struct => value switch
        {
            bool truth => truth ? "true" : "false",
            DateTime { Kind: DateTimeKind.Local } time => Of(time.ToUniversalTime()),
            DateTime time => time.ToString(
                time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException($"{typeof(T)} has no text of its own."),
        };
}
