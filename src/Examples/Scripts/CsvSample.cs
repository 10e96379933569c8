using System.IO.Compression;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>
/// A plain copy of some rows of a .csv or .csv.gz, for ML.NET's text loader, which reads nothing packed. It goes with this object.
/// </summary>
internal sealed class CsvSample : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-anomaly-");

    /// <summary>
    /// Copies the header and at most <paramref name="largestRowCount"/> rows, evenly spread over the file and in its order.
    /// </summary>
    /// <exception cref="InputException">There are no rows, or a line has more or fewer values than the header.</exception>
    public CsvSample(string sourcePath, int largestRowCount, CancellationToken cancellationToken)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "sample.csv");
        try
        {
            SourcePath = sourcePath;
            SourceRowCount = CountRows(sourcePath);
            RowCount = Math.Min(SourceRowCount, largestRowCount);
            File.WriteAllLines(Path, Lines(sourcePath).Where((_, line) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return line == 0 || Share(line) > Share(line - 1);
            }));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the file.</summary>
    public string SourcePath { get; }

    /// <summary>Gets the copy.</summary>
    public string Path { get; }

    /// <summary>Gets the number of rows of the copy.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of rows of the file.</summary>
    public int SourceRowCount { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Tells how many of the first <paramref name="rows"/> rows are copied.</summary>
    private long Share(long rows) => rows * RowCount / SourceRowCount;

    private static int CountRows(string path)
    {
        var valueCount = 0;
        var lineCount = 0;
        foreach (var line in Lines(path))
        {
            var found = line.AsSpan().Count(',') + 1;
            valueCount = ++lineCount == 1 ? found : valueCount;
            if (found != valueCount)
            {
                throw new InputException($"Line {lineCount} of '{path}' has {found} values, the header has {valueCount}. Every line needs "
                    + "as many; quoted commas are not read.");
            }
        }

        return lineCount < 2
            ? throw new InputException(
                $"The file '{path}' has {(lineCount == 0 ? "nothing in it" : "a header and no rows")}; a header and rows are needed.")
            : lineCount - 1;
    }

    private static IEnumerable<string> Lines(string path)
    {
        using Stream file = File.OpenRead(path);
        using var unpacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(unpacked);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
