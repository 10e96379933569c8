using System.Globalization;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>Means and differences as a report prints them.</summary>
internal static class MeanText
{
    /// <summary>Gives "0.855 ±0.012", without an error where there is one value.</summary>
    public static string Of(SampleMean mean) =>
        mean.Count == 0 ? NumberText.Missing : NumberText.Share(mean.Mean) + Error(mean.StandardError);

    /// <summary>Gives "+0.021 ±0.004": of a difference the sign is said too.</summary>
    public static string OfDifference(double mean, double standardError) => !double.IsFinite(mean)
        ? NumberText.Missing
        : (Math.Round(mean, 3) > 0 ? "+" : string.Empty) + NumberText.Share(mean) + Error(standardError);

    /// <summary>Gives a probability with two significant digits.</summary>
    public static string OfProbability(double value) => value.ToString("G2", CultureInfo.InvariantCulture);

    private static string Error(double error) => double.IsFinite(error) ? " ±" + NumberText.Share(error) : string.Empty;
}
