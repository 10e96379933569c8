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

    public static string Share(Interval? share) => share is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Estimate:P0}, between {known.Low:P0} and {known.High:P0}")
        : "not known yet";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
