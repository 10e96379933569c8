using System.Globalization;

namespace ActiveAnomaly.Tool;

/// <summary>Small files made by a formula: every tenth row is an anomaly, with words and numbers that others lack.</summary>
internal static class SyntheticCsv
{
    private static readonly string[] Words = ["red", "green", "blue"];

    /// <summary>A header, one column of words, three of numbers, the label.</summary>
    public static string WithText(int rowCount = 80) => Lines(
        "colour,width,height,depth,abnormal", rowCount, row => string.Create(
            CultureInfo.InvariantCulture, $"{Word(row)},{Number(row, 1)},{Number(row, 2)},{Number(row, 3)},{(IsAbnormal(row) ? 1 : 0)}"));

    /// <summary>A header, two columns of numbers, the label: anomalies lie far out in both.</summary>
    public static string OfNumbers(int rowCount = 400) => Lines(
        "temp,u,Label", rowCount, row => string.Create(
            CultureInfo.InvariantCulture, $"{Number(row, 1)},{Number(row, 2)},{(IsAbnormal(row) ? 1 : 0)}"));

    private static bool IsAbnormal(int row) => row % 10 == 9;

    private static string Word(int row) => IsAbnormal(row) ? "grey" : Words[row % Words.Length];

    /// <summary>Gives a number that looks random and depends on nothing but the place.</summary>
    private static double Number(int row, int column) => (IsAbnormal(row) ? 3 : 0) + (((row * 37) + (column * 101)) % 64 / 64.0);

    private static string Lines(string header, int rowCount, Func<int, string> line) =>
        string.Concat(Enumerable.Range(0, rowCount).Select(line).Prepend(header).Select(text => text + "\n"));
}
