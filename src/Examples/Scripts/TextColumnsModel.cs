using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>
/// What <see cref="NslKddModel"/> does, for a CSV that is known only when it is read: a header, columns of text or of numbers,
/// the label last. Without a class for its rows there is no prediction engine; rows are scored file by file.
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

    /// <summary>Reads which columns there are; a column with one value that is no number holds text.</summary>
    public static TextColumnsModel ForSample(CsvSample sample)
    {
        using var reader = new StreamReader(sample.Path);
        var header = reader.ReadLine()!.Split(',');
        if (header.Length < 2 || header.Distinct().Count() < header.Length || header.Any(string.IsNullOrWhiteSpace))
        {
            throw new InputException($"The header of '{sample.SourcePath}' is '{string.Join(',', header)}'; at least one feature and, "
                + "last, the label are needed, each with a name of its own.");
        }

        var isText = new bool[header.Length];
        var labels = new HashSet<bool>();
        while (reader.ReadLine() is { } line)
        {
            var values = line.Split(',');
            for (var k = 0; k < values.Length; k++)
            {
                isText[k] |= !TryParse(values[k], out _);
            }

            labels.Add(TryParse(values[^1], out var label) && label > 0);
        }

        var last = $"The last column of '{sample.SourcePath}', '{header[^1]}',";
        return isText[^1] ? throw new InputException($"{last} holds text; it must be the label, 0 or 1.")
            : labels.Count < 2 ? throw new InputException(
                $"{last} tells of rows of one kind only; normal (0) and abnormal (1) rows are needed.")
            : new TextColumnsModel(header, isText);
    }

    /// <summary>Trains on a file and saves the model.</summary>
    public void Train(
        string outputModelPath,
        string inputDataFilePath,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
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
    public IEstimator<ITransformer> BuildPipeline(
        MLContext mlContext, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OneHotPipeline.Build(mlContext, TextColumns, NumberColumns, _header[^1], new NceOptions { Seed = 1 }, progress, cancellationToken);

    /// <summary>Scores the rows of a file with a saved model.</summary>
    public IEnumerable<float> Predict(string modelPath, string inputDataFilePath)
    {
        var mlContext = new MLContext();
        return mlContext.Model.Load(modelPath, out _).Transform(LoadIDataViewFromFile(mlContext, inputDataFilePath))
            .GetColumn<float>("Score");
    }

    /// <summary>Compares a saved model's scores with the labels of a file.</summary>
    public AnomalyDetectionMetrics Evaluate(string modelPath, string inputDataFilePath)
    {
        var mlContext = new MLContext();
        var scored = mlContext.Model.Load(modelPath, out _).Transform(LoadIDataViewFromFile(mlContext, inputDataFilePath));
        return mlContext.AnomalyDetection.Evaluate(scored, _header[^1]);
    }

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
