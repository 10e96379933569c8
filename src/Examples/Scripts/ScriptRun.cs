using System.Globalization;
using Microsoft.ML.Data;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>
/// What the scripts' commands have in common: how they run, and what they print at their end, in lines that are never wrapped.
/// </summary>
internal static class ScriptRun
{
    public static void WriteMetrics(this IAnsiConsole console, AnomalyDetectionMetrics metrics) =>
        console.WriteUnwrapped(string.Create(
            CultureInfo.InvariantCulture,
            $"mlContext.AnomalyDetection.Evaluate: AUC {metrics.AreaUnderRocCurve:F4}, "
            + $"detection rate at 10 false positives {metrics.DetectionRateAtFalsePositiveCount:F4}"));

    public static void WritePrediction(this IAnsiConsole console, float score, bool predictedLabel, float label) =>
        console.WriteUnwrapped(string.Create(
            CultureInfo.InvariantCulture,
            $"Predict, first row of the file: score {score:G6}, PredictedLabel {predictedLabel}; "
            + $"truly {(label > 0 ? "abnormal" : "normal")}"));

    public static void WriteModelFolder(this IAnsiConsole console, string modelPath) =>
        console.WriteUnwrapped($"Model: {Path.GetFileName(modelPath)} in the folder {Path.GetDirectoryName(modelPath)}");

    public static void WriteUnwrapped(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Makes the folder and gives the full path of a file in it.</summary>
    public static string PathIn(string folder, string fileName) => Path.Combine(Directory.CreateDirectory(folder).FullName, fileName);
}
