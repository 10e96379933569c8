using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Examples.Demo;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>
/// The same for a CSV that is known only when it is read: a header, columns of text or of numbers, the label last. Without a
/// class for its rows there is no prediction engine; rows are scored file by file.
/// </summary>
internal sealed class TextColumnsModel
{
    private readonly string[] _header;
    private readonly bool[] _isText;

    private TextColumnsModel(string[] header, bool[] isText)
    {
        _header = header;
        _isText = isText;
    }

    /// <summary>Gets the columns that hold text.</summary>
    public IReadOnlyList<string> TextColumns => [.. Features.Where(k => _isText[k]).Select(k => _header[k])];

    /// <summary>Gets the columns that hold numbers, without the label.</summary>
    public IReadOnlyList<string> NumberColumns => [.. Features.Where(k => !_isText[k]).Select(k => _header[k])];

    private IEnumerable<int> Features => Enumerable.Range(0, _header.Length - 1);

    /// <summary>Reads from a file which columns there are; a column with one value that is no number holds text.</summary>
    public static TextColumnsModel ForFile(string path)
    {
        using var reader = new StreamReader(path);
        var header = reader.ReadLine()?.Split(',') ?? throw new CsvFormatException($"The file '{path}' is empty; a header and rows are needed.");
        if (header.Length < 2 || header.Distinct().Count() < header.Length || header.Any(string.IsNullOrWhiteSpace))
        {
            throw new CsvFormatException($"The header of '{path}' is '{string.Join(',', header)}'; at least one feature and, last, the label are needed, each with a name of its own.");
        }

        var isText = new bool[header.Length];
        var line = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            var values = text.Split(',');
            if (values.Length != header.Length)
            {
                throw new CsvFormatException($"Line {line} of '{path}' has {values.Length} values, the header has {header.Length}. Every line needs as many; quoted commas are not read.");
            }

            for (var k = 0; k < values.Length; k++)
            {
                isText[k] |= !double.TryParse(values[k], NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            }
        }

        return line == 1 ? throw new CsvFormatException($"The file '{path}' has a header and no rows.")
            : isText[^1] ? throw new CsvFormatException($"The last column of '{path}', '{header[^1]}', holds text; it must be the label, 0 or 1.")
            : new TextColumnsModel(header, isText);
    }

    /// <summary>Trains on a file and saves the model.</summary>
    public void Train(string outputModelPath, string inputDataFilePath, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var mlContext = new MLContext(seed: 1);
        var data = LoadIDataViewFromFile(mlContext, inputDataFilePath);
        var model = BuildPipeline(mlContext, progress, cancellationToken).Fit(data);
        mlContext.Model.Save(model, data.Schema, outputModelPath);
    }

    /// <summary>Loads a file: one column of the view for each of the file.</summary>
    public IDataView LoadIDataViewFromFile(MLContext mlContext, string inputDataFilePath) => mlContext.Data.LoadFromTextFile(
        inputDataFilePath,
        [.. _header.Select((name, k) => new TextLoader.Column(name, _isText[k] ? DataKind.String : DataKind.Single, k))],
        separatorChar: ',',
        hasHeader: true);

    /// <summary>Makes the pipeline.</summary>
    public IEstimator<ITransformer> BuildPipeline(MLContext mlContext, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OneHotPipeline.Build(mlContext, TextColumns, NumberColumns, _header[^1], new NceOptions { Seed = 1 }, progress, cancellationToken);

    /// <summary>Scores the rows of a file with a saved model.</summary>
    public IEnumerable<float> Predict(string modelPath, string inputDataFilePath)
    {
        var mlContext = new MLContext();
        return mlContext.Model.Load(modelPath, out _).Transform(LoadIDataViewFromFile(mlContext, inputDataFilePath)).GetColumn<float>("Score");
    }

    /// <summary>Compares a saved model's scores with the labels of a file.</summary>
    public AnomalyDetectionMetrics Evaluate(string modelPath, string inputDataFilePath)
    {
        var mlContext = new MLContext();
        var scored = mlContext.Model.Load(modelPath, out _).Transform(LoadIDataViewFromFile(mlContext, inputDataFilePath));
        return mlContext.AnomalyDetection.Evaluate(scored, _header[^1]);
    }
}
