using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>A CSV of numbers with a header and the label in the last column, as ML.NET's text loader reads it.</summary>
internal sealed class CsvTable
{
    private CsvTable(string name, string path, string[] header)
    {
        Name = name;
        Path = path;
        FeatureCount = header.Length - 1;
    }

    /// <summary>Gets a short name for titles and files.</summary>
    public string Name { get; }

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <summary>Gets the number of columns before the label.</summary>
    public int FeatureCount { get; }

    /// <summary>Finds a data set shipped with the examples by name, or a file by path.</summary>
    public static CsvTable Open(string nameOrPath)
    {
        var shipped = System.IO.Path.Combine(AppContext.BaseDirectory, "Data", nameOrPath + ".csv");
        var path = File.Exists(shipped) ? shipped : nameOrPath;
        if (!File.Exists(path))
        {
            throw new InputException($"There is no data set and no file '{nameOrPath}'. Data sets shipped: ionosphere, glass. Otherwise "
                + "give the path of a CSV.");
        }

        using var reader = new StreamReader(path);
        var header = reader.ReadLine()?.Split(',')
            ?? throw new InputException($"The file '{path}' is empty; a header and rows are needed.");
        return header.Length >= 2
            ? new CsvTable(System.IO.Path.GetFileNameWithoutExtension(path), path, header)
            : throw new InputException($"The header of '{path}' has {header.Length} column; at least one feature and, last, the label are "
                + "needed, separated by commas.");
    }

    /// <summary>Loads the file: a vector column Measurements and a Single column Label.</summary>
    public IDataView Load(MLContext mlContext) => mlContext.Data.LoadFromTextFile(
        Path,
        [
            new TextLoader.Column(nameof(DemoRow.Measurements), DataKind.Single, 0, FeatureCount - 1),
            new TextLoader.Column(nameof(DemoRow.Label), DataKind.Single, FeatureCount),
        ],
        separatorChar: ',',
        hasHeader: true);
}
