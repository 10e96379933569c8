using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>
/// A table of partitions in a folder. Every number follows from its place, so that nobody has to keep it; every fiftieth row lies far out.
/// </summary>
internal sealed class PartitionTable
{
    public const int FeatureCount = 20;
    public const int PartitionCount = 100;

    private const int RowsInAGroup = 1 << 16;
    private const int RowsBetweenAnomalies = 50;

    private static readonly string[] Names =
        [.. Enumerable.Range(0, FeatureCount).Select(k => string.Create(CultureInfo.InvariantCulture, $"f{k}"))];

    private readonly string _extension;

    /// <summary>Creates the table, without its files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="rowCount">The number of rows, a multiple of the number of partitions.</param>
    /// <param name="isParquet">Whether the files are Parquet, and not CSV.</param>
    public PartitionTable(string folder, long rowCount, bool isParquet)
    {
        if (rowCount < PartitionCount || rowCount % PartitionCount != 0 || rowCount / PartitionCount > int.MaxValue)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{rowCount} rows cannot be divided among {PartitionCount} partitions; give a multiple of {PartitionCount}."));
        }

        Folder = folder;
        RowsInAPartition = (int)(rowCount / PartitionCount);
        _extension = isParquet ? "parquet" : "csv";
    }

    public string Folder { get; }

    public int RowsInAPartition { get; }

    private bool IsParquet => _extension == "parquet";

    public static string NameOf(int partition) => string.Create(CultureInfo.InvariantCulture, $"part-{partition:000}");

    public string PathOf(int partition) => Path.Combine(Folder, $"{NameOf(partition)}.{_extension}");

    /// <summary>Gives the features of a row.</summary>
    public static void Fill(int partition, int row, Span<float> features)
    {
        var shift = row % RowsBetweenAnomalies == RowsBetweenAnomalies - 1 ? 3f : 0f;
        for (var k = 0; k < features.Length; k++)
        {
            features[k] = shift + Uniform(((ulong)partition << 48) ^ ((ulong)row << 8) ^ (ulong)k);
        }
    }

    /// <summary>Writes all files.</summary>
    public void Write()
    {
        Directory.CreateDirectory(Folder);
        Parallel.For(0, PartitionCount, partition => Write(partition));
    }

    /// <summary>Writes a file, as it should be.</summary>
    public void Write(int partition)
    {
        if (IsParquet)
        {
            WriteParquetAsync(partition).GetAwaiter().GetResult();
        }
        else
        {
            WriteCsv(PathOf(partition), partition, RowsInAPartition);
        }
    }

    /// <summary>Makes a file one that cannot be read: CSV with a last line of one field, half a Parquet file.</summary>
    public void Break(int partition)
    {
        if (IsParquet)
        {
            using var file = File.OpenWrite(PathOf(partition));
            file.SetLength(file.Length / 2);
        }
        else
        {
            File.AppendAllText(PathOf(partition), "broken\n");
        }
    }

    /// <summary>Writes the first rows of a partition as CSV.</summary>
    public static void WriteCsv(string path, int partition, int rowCount)
    {
        using var writer = new StreamWriter(path);
        writer.Write($"{string.Join(',', Names)}\n");
        var features = new float[FeatureCount];
        Span<char> text = stackalloc char[32];
        for (var row = 0; row < rowCount; row++)
        {
            Fill(partition, row, features);
            for (var k = 0; k < features.Length; k++)
            {
                features[k].TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
                writer.Write(text[..length]);
                writer.Write(k + 1 < features.Length ? ',' : '\n');
            }
        }
    }

    private async Task WriteParquetAsync(int partition)
    {
        DataField<float>[] fields = [.. Names.Select(name => new DataField<float>(name))];
        using var file = File.Create(PathOf(partition));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. fields.Cast<Field>()]), file);
        var features = new float[FeatureCount];
        for (var first = 0; first < RowsInAPartition; first += RowsInAGroup)
        {
            var count = Math.Min(RowsInAGroup, RowsInAPartition - first);
            float[][] columns = [.. fields.Select(_ => new float[count])];
            for (var row = 0; row < count; row++)
            {
                Fill(partition, first + row, features);
                for (var k = 0; k < features.Length; k++)
                {
                    columns[k][row] = features[k];
                }
            }

            using var group = writer.CreateRowGroup();
            for (var k = 0; k < fields.Length; k++)
            {
                await group.WriteAsync<float>(fields[k], columns[k]);
            }

            group.CompleteValidate();
        }
    }

    /// <summary>Makes a number in [0, 1) of a place (SplitMix64's finalizer).</summary>
    private static float Uniform(ulong place)
    {
        var x = place + 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return ((x ^ (x >> 31)) >> 40) / (float)(1 << 24);
    }
}
