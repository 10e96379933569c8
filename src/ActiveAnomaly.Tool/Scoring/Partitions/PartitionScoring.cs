using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Telemetry;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>
/// Scores partitions, each on the thread that asks, with the same bytes whoever else scores at the same time. A partition's scores appear
/// whole or not at all, and doing it again changes nothing: so that threads, processes and machines that share a folder can each take some,
/// in any order. Thread safe.
/// </summary>
internal sealed class PartitionScoring
{
    /// <summary>What a model scores on one thread; memory holds so many rows for each partition that is being scored.</summary>
    private const int RowsInABatch = 4096;

    /// <summary>The name of the model's hash among the settings.</summary>
    public const string ModelSetting = "model";

    private readonly SavedModel _model;
    private readonly TableOptions _options;
    private readonly ReasonSource? _reasons;
    private readonly IReadOnlyDictionary<string, string> _settings;

    private PartitionScoring(
        SavedModel model, TableOptions options, ReasonSource? reasons, IReadOnlyDictionary<string, string> settings)
    {
        _model = model;
        _options = options;
        _reasons = reasons;
        _settings = settings;
    }

    /// <summary>Gets the model.</summary>
    public DetectorModel Model => _model.Detector;

    /// <summary>Gets what <see cref="Of"/> takes beside the model.</summary>
    public PartitionWay Way => new(_options, _settings, _reasons?.Settings);

    /// <summary>Loads the model, and the table that flagged rows are compared with where they are explained.</summary>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="options">What is different from the training table.</param>
    /// <param name="explain">How rows are explained, by a table of their own; null where they are not.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static PartitionScoring Load(
        string modelPath, TableOptions options, ExplainOptions? explain, CancellationToken cancellationToken)
    {
        var model = SavedModel.Load(modelPath);
        var release = typeof(PartitionScoring).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        var settings = new Dictionary<string, string>
        {
            ["program"] = release.InformationalVersion,
            [ModelSetting] = FileFingerprint.HashOf(modelPath),
        };
        foreach (var (name, value) in TableSettings.Of(options))
        {
            if (value is not null)
            {
                settings.Add(name, value);
            }
        }

        if (explain is null)
        {
            return new PartitionScoring(model, options, null, settings);
        }

        var dataSet = DataSet.FindOne(explain.BackgroundPath!, "rows are compared with those of one table");
        var background = model.Read(dataSet, options, cancellationToken);
        settings.Add("reasons", explain.ReasonCount.ToString(CultureInfo.InvariantCulture));
        settings.Add("background", FileFingerprint.HashOf(dataSet.Path));
        var reasons = ReasonSource.Of(
            model, background, model.Features(background, cancellationToken), explain.ReasonCount, cancellationToken);
        return new PartitionScoring(model, options, reasons, settings);
    }

    /// <summary>Makes one of what another was made of, on another machine: it writes the same bytes.</summary>
    /// <param name="way">How partitions are scored.</param>
    /// <param name="modelFile">What the model's file holds.</param>
    public static PartitionScoring Of(PartitionWay way, ReadOnlyMemory<byte> modelFile)
    {
        var folder = Directory.CreateTempSubdirectory("active-anomaly-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.zip");
            using (var file = File.Create(path))
            {
                file.Write(modelFile.Span);
            }

            var model = SavedModel.Load(path);
            var reasons = way.Reasons is null ? null : ReasonSource.Of(model, way.Reasons);
            return new PartitionScoring(model, way.Table, reasons, way.Settings);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Tells whether a partition is finished: its scores are there, whole, and made of this file and in this way.</summary>
    /// <param name="partition">The partition.</param>
    /// <returns>What an earlier run found; null where it has to be scored.</returns>
    public PartitionResult? FindFinished(Partition partition) =>
        File.Exists(partition.Input) && PartitionRecord.Read(partition) is { } record && record.IsOf(partition, MadeOf(partition))
            ? new PartitionResult(partition, PartitionStatus.Kept, record.Counts, record.Notes, TimeSpan.Zero)
            : null;

    /// <summary>Scores a partition. Scores that it has from before are removed first: they are of something else.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="progress">Who is told after every batch, on this thread; null for nobody.</param>
    /// <param name="cancellationToken">Cancels; nothing of the partition is left then.</param>
    /// <returns>What became of it; a file that cannot be read or written is a result too.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PartitionResult Score(
        Partition partition, IProgress<PartitionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Prepare(partition) ?? ScorePrepared(partition, progress, cancellationToken);

    /// <summary>Makes the folders of a partition's scores, and removes scores from before: they are of something else.</summary>
    /// <returns>Why it cannot be scored; null where it can.</returns>
    public static PartitionResult? Prepare(Partition partition)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PartitionRecord.PathOf(partition))!);
            File.Delete(RealPath.Of(partition.Output));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new PartitionResult(partition, PartitionStatus.Failed, null, [], TimeSpan.Zero, exception.Message);
        }
    }

    /// <summary>
    /// Scores a partition that <see cref="Prepare"/> has prepared, here or on another machine. It removes nothing, so that whoever does the
    /// same at the same time may be stopped at any moment: what one has finished stays.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="progress">Who is told after every batch, on this thread; null for nobody.</param>
    /// <param name="cancellationToken">Cancels; nothing of the partition is left then.</param>
    /// <returns>What became of it; a file that cannot be read or written is a result too.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PartitionResult ScorePrepared(
        Partition partition, IProgress<PartitionProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            PartitionRecord? record = null;
            AtomicFile.Write(partition.Output, temporary =>
            {
                // What the file is before it is read: one that changes meanwhile does not count as this one.
                var madeOf = MadeOf(partition);
                var (counts, notes) = Write(partition, temporary, progress, cancellationToken);
                record = PartitionRecord.Of(temporary, madeOf, counts, notes);
                record.Write(partition);
            });
            ToolMeter.RowsScored.Add(record!.Counts.Rows);
            return new PartitionResult(partition, PartitionStatus.Scored, record.Counts, record.Notes, clock.Elapsed);
        }
        catch (Exception exception) when (exception is InputException or TableException or IOException or UnauthorizedAccessException)
        {
            return new PartitionResult(partition, PartitionStatus.Failed, null, [], clock.Elapsed, exception.Message);
        }
    }

    private Dictionary<string, string> MadeOf(Partition partition) => new(_settings)
    {
        ["input"] = FileFingerprint.Of(partition.Input),
        ["format"] = partition.Format.ToString(),
    };

    private (PartitionCounts Counts, IReadOnlyList<string> Notes) Write(
        Partition partition, string path, IProgress<PartitionProgress>? progress, CancellationToken cancellationToken)
    {
        var batches = _model.ReadBatches(partition.Input, RowsInABatch, _options, cancellationToken);
        var cells = new CellCounts();
        using var writer = ScoreWriter.Create(
            path,
            partition.Format,
            new ScoreColumns(batches.PlaceWord, _model.Detector.TryGet<IProbability>(out _), _reasons?.ReasonCount ?? 0));
        var (rowCount, flagged, explained) = (0L, 0L, 0L);
        foreach (var batch in batches)
        {
            var rows = _model.Score(batches.Name, batch, cancellationToken);
            var reasons = Reasons(batches.Name, batch, rows, cancellationToken);
            for (var row = 0; row < rows.Length; row++)
            {
                writer.Write(batch.LineOf(row), rows[row], reasons.GetValueOrDefault(row, []));
                flagged += rows[row].PredictedLabel ? 1 : 0;
            }

            cells.Add(batch.Columns);
            rowCount += rows.Length;
            explained += reasons.Count;
            progress?.Report(new PartitionProgress(partition, rows.Length, rowCount, batches.TakenCount));
        }

        writer.Complete();
        string[] notes = [.. batches.Notes.Select(note => note.Text), .. cells.Describe(rowCount)];
        return (new PartitionCounts(rowCount, flagged, explained, batches.TakenCount - rowCount), notes);
    }

    private Dictionary<int, Reason[]> Reasons(string name, TableBatch batch, ScoredRow[] rows, CancellationToken cancellationToken)
    {
        var reasons = new Dictionary<int, Reason[]>();
        if (_reasons is null || !Array.Exists(rows, row => row.PredictedLabel))
        {
            return reasons;
        }

        var features = _model.Features(name, batch, cancellationToken);
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row].PredictedLabel)
            {
                reasons.Add(row, _reasons.Of(batch.Columns, features[row], cancellationToken));
            }
        }

        return reasons;
    }
}
