using System.Globalization;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Numbers, times and answers, as reports write them.</summary>
internal static class ReportText
{
    public static string Word(Answer? decision) => decision switch
    {
        Answer.Normal => "normal",
        Answer.Abnormal => "anomaly",
        Answer.Skip => "skipped",
        _ => string.Empty,
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Score(float score) => score.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Writes an estimate; where nothing is left to estimate, without an interval.</summary>
    public static string Share(Interval? share) => share switch
    {
        null => "not known yet",
        { } known when known.Low == known.High => known.Estimate.ToString("P0", CultureInfo.InvariantCulture),
        { } known => string.Create(
            CultureInfo.InvariantCulture, $"{known.Estimate:P0}, between {known.Low:P0} and {known.High:P0}"),
    };

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
