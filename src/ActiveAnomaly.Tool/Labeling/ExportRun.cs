using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Tool.Reporting;
using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.Scoring;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Writes what a labelling session has come to, each file whole or not at all, and all of one moment.</summary>
internal sealed class ExportRun(ExportOptions options, CommandOutput output)
{
    private Calibration? _calibration;

    /// <summary>Writes the files.</summary>
    /// <returns>True; a cancelled run throws, and files written until then are whole.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        if (FileKind.Model.IsOf(options.Store))
        {
            return new ModelExportRun(options, output).Run(cancellationToken);
        }

        var wanted = Wanted();
        wanted.ForEach(file => RequireFile(file.Option, file.Path, file.Kind));
        var found = FoundSession.Find(options.Store, options.Session, options.Data, cancellationToken);
        using var outputs = new OutputClaims();
        wanted.ForEach(file => outputs.AddFile(file.Option, file.Path, found.Files, file.Replaced));
        if (wanted.Find(file => file.Replaced == FileKind.Sessions) is { } backup && FileKind.Sessions.IsOf(backup.Path))
        {
            RequireSession(backup, found.Id, cancellationToken);
        }

        using var saved = SavedSession.Open(found, cancellationToken);
        if (options.Probability)
        {
            Calibrate(saved, cancellationToken);
        }

        var files = new Dictionary<string, string>();
        foreach (var file in wanted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AtomicFile.Write(file.Path, temporary => file.Write(saved, temporary, cancellationToken));
            files.Add(file.Kind, file.Path);
            output.WriteLine($"{char.ToUpperInvariant(file.Kind[0])}{file.Kind[1..]}: {file.Path}");
        }

        var session = saved.Workspace.Session;
        var state = session.State;
        var rowCount = saved.Workspace.Pool.RowCount;
        if (options.IsReport)
        {
            output.WriteDocument(new ReportDocument(saved.Place, rowCount, files["report"]));
        }
        else
        {
            output.WriteDocument(new ExportDocument(
                saved.Place, session.Id, rowCount, state.AnsweredCount, state.AbnormalCount, state.Model!.Model.Threshold, files));
        }

        return true;
    }

    /// <summary>Throws where a path is none of a file, or its folder is not there.</summary>
    public static void RequireFile(string option, string path, string kind)
    {
        OutputClaim.RequireFile(option, path);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new InputException($"There is no folder '{Path.GetDirectoryName(path)}' for the {kind}. Make it, or give another file.");
        }
    }

    /// <summary>Refuses to replace sessions other than the one that is written: they may be kept nowhere else.</summary>
    private static void RequireSession(ExportFile backup, string id, CancellationToken cancellationToken)
    {
        using var store = SessionPlace.Open(backup.Path, creates: false);
        if (store.List(cancellationToken).FirstOrDefault(other => other != id) is { } other)
        {
            throw new InputException(
                $"{backup.Option} '{backup.Path}' holds the session '{other}', which would be overwritten by '{id}'. Give another name, or "
                + "delete the file.");
        }
    }

    private static void WriteLabels(SavedSession saved, string path, CancellationToken cancellationToken) => Stream(
        path,
        stream => LabelCsv.WriteAsync(saved.Workspace.Pool, saved.Workspace.Session.Records, stream, cancellationToken));

    private void WriteScoresCsv(SavedSession saved, string path, CancellationToken cancellationToken) =>
        Stream(path, stream => ScoresOf(saved).WriteCsvAsync(stream, cancellationToken));

    private void WriteScoresParquet(SavedSession saved, string path, CancellationToken cancellationToken) =>
        Stream(path, stream => ScoresOf(saved).WriteParquetAsync(stream, cancellationToken));

    private void WriteModel(SavedSession saved, string path, CancellationToken cancellationToken) =>
        ModelExport.Write(saved.Workspace.Pool, ModelOf(saved), path);

    private void WriteOnnx(SavedSession saved, string path, CancellationToken cancellationToken) =>
        OnnxOutput.Explain(() => ModelExport.WriteOnnx(saved.Workspace.Pool, ModelOf(saved), path));

    private DetectorModel ModelOf(SavedSession saved) => _calibration?.Model ?? saved.Workspace.Session.State.Model!.Model;

    private static void WriteReport(SavedSession saved, string path, CancellationToken cancellationToken) => File.WriteAllText(
        path, SessionReport.Write(saved.Workspace.Session, saved.Workspace.Pool, TimeProvider.System.GetUtcNow()));

    private static void WriteBackup(SavedSession saved, string path, CancellationToken cancellationToken) =>
        SessionFile.Write(saved.Log, saved.Workspace.Session.Id, path);

    private ScoreExport ScoresOf(SavedSession saved) => new(
        saved.Workspace.Pool,
        RowMarks.Of(saved.Workspace.Session),
        _calibration is not null && _calibration.Model.TryGet<IProbability>(out var probability) ? probability : null);

    private void Calibrate(SavedSession saved, CancellationToken cancellationToken)
    {
        _calibration = saved.Workspace.Session.CalibrateAsync(cancellationToken: cancellationToken).GetAwaiter().GetResult();
        if (_calibration.Warning is { } warning)
        {
            output.WriteLine($"Warning: {warning}");
        }
    }

    private static void Stream(string path, Func<Stream, Task> write)
    {
        using var stream = File.Create(path);
        write(stream).GetAwaiter().GetResult();
    }

    private List<ExportFile> Wanted()
    {
        var wanted = new List<ExportFile>();
        Add("labels", options.Labels, FileKind.Labels, WriteLabels);
        if (options.Scores?.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) is true)
        {
            Add("scores", options.Scores, FileKind.Parquet, WriteScoresParquet);
        }
        else
        {
            Add("scores", options.Scores, FileKind.Scores, WriteScoresCsv);
        }

        if (OnnxOutput.IsOnnx(options.Model))
        {
            Add("model", options.Model, FileKind.Onnx, WriteOnnx);
        }
        else
        {
            Add("model", options.Model, FileKind.Model, WriteModel);
        }

        Add("report", options.Report, FileKind.Report, WriteReport);
        Add("backup", options.Backup, FileKind.Sessions, WriteBackup);
        if (wanted.Count == 0)
        {
            throw new UsageException("Nothing is to be written: give --labels, --scores, --model, --report or --backup with a file.");
        }

        if (options.Probability && options.Scores is null && options.Model is null)
        {
            throw new UsageException("--probability is about the scores and the model: give --scores or --model with a file.");
        }

        if (wanted.GroupBy(file => file.Path).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new UsageException($"'{twice.Key}' is given for {string.Join(" and ", twice.Select(file => file.Kind))}; one file each.");
        }

        if (!SessionPlace.IsDatabase(options.Store) && wanted.Exists(file => file.Path == Path.GetFullPath(options.Store)))
        {
            throw new UsageException($"'{options.Store}' is the session itself; write to another file.");
        }

        if (wanted.Find(file => SqliteBackup.HasLog(RealPath.Of(file.Path))) is { } open)
        {
            throw new InputException(
                $"{open.Option} '{open.Path}' is a store that is open, or was not closed: there is a write-ahead log (-wal) beside "
                + "it, which would be played into whatever is written there. Write to another path.");
        }

        return wanted;

        void Add(string kind, string? path, FileKind replaced, Action<SavedSession, string, CancellationToken> write)
        {
            if (path is not null)
            {
                var option = options.IsReport ? "--output" : $"--{kind}";
                SessionPlace.RequireFile(option, path);
                wanted.Add(new ExportFile(option, kind, Path.GetFullPath(path), replaced, write));
            }
        }
    }

    /// <summary>A file that is wanted.</summary>
    /// <param name="Option">What the user calls it.</param>
    /// <param name="Kind">What it holds, as a word.</param>
    /// <param name="Path">Where.</param>
    /// <param name="Replaced">What alone is overwritten.</param>
    /// <param name="Write">Writes a session to a path.</param>
    private sealed record ExportFile(
        string Option, string Kind, string Path, FileKind Replaced, Action<SavedSession, string, CancellationToken> Write);
}
