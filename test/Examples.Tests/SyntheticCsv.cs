using System.Globalization;
using System.IO.Compression;

namespace ActiveAnomaly.Examples;

/// <summary>Small files made by a formula: every tenth row is an anomaly, with words and numbers that others lack.</summary>
internal static class SyntheticCsv
{
    private static readonly string[] Words = ["red", "green", "blue"];

    /// <summary>A header, one column of words, three of numbers, the label.</summary>
    public static string WithText(int rowCount = 80) => Lines(
        "colour,width,height,depth,abnormal", rowCount, row => string.Create(
            CultureInfo.InvariantCulture, $"{Word(row)},{Number(row, 1)},{Number(row, 2)},{Number(row, 3)},{(IsAbnormal(row) ? 1 : 0)}"));

    /// <summary>The columns of NSL-KDD, packed.</summary>
    public static void WriteNslKdd(string path, int rowCount = 80)
    {
        var text = Lines(
            string.Join(',', Enumerable.Range(0, 41).Select(k => $"f{k}")) + ",label",
            rowCount,
            row => string.Join(',', Enumerable.Range(0, 41).Select(k => Cell(row, k))) + (IsAbnormal(row) ? ",1" : ",0"));
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var writer = new StreamWriter(packed);
        writer.Write(text);
    }

    private static bool IsAbnormal(int row) => row % 10 == 9;

    private static string Word(int row) => IsAbnormal(row) ? "grey" : Words[row % Words.Length];

    /// <summary>Columns 1, 2 and 3 hold words, the others numbers.</summary>
    private static string Cell(int row, int column) =>
        column is >= 1 and <= 3 ? Word(row + column) : Number(row, column).ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives a number that looks random and depends on nothing but the place.</summary>
    private static double Number(int row, int column) => (IsAbnormal(row) ? 3 : 0) + (((row * 37) + (column * 101)) % 64 / 64.0);

    private static string Lines(string header, int rowCount, Func<int, string> line) =>
        string.Concat(Enumerable.Range(0, rowCount).Select(line).Prepend(header).Select(text => text + "\n"));
}
