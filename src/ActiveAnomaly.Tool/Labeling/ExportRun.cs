using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Rows;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Writes what a labelling session has come to, each file whole or not at all, and all of one moment.</summary>
internal sealed class ExportRun(ExportOptions options, CommandOutput output)
{
    /// <summary>Writes the files.</summary>
    /// <returns>True; a cancelled run throws, and files written until then are whole.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        var wanted = Wanted();
        using var saved = SavedSession.Open(options.Store, options.Session, options.Data, cancellationToken);
        var (session, pool) = (saved.Workspace.Session, saved.Workspace.Pool);
        var files = new Dictionary<string, string>();
        foreach (var (kind, given) in wanted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.GetFullPath(given);
            if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                throw new InputException(
                    $"There is no folder '{Path.GetDirectoryName(path)}' for the {kind}. Make it, or give another file.");
            }

            AtomicFile.Write(path, temporary => Write(kind, path, temporary));
            files.Add(kind, path);
            output.WriteLine($"{char.ToUpperInvariant(kind[0])}{kind[1..]}: {path}");
        }

        var state = session.State;
        output.WriteDocument(new ExportDocument(
            saved.Place,
            session.Id,
            pool.RowCount,
            state.AnsweredCount,
            state.AbnormalCount,
            state.Model!.Model.Threshold,
            files));
        return true;

        void Write(string kind, string path, string temporary)
        {
            switch (kind)
            {
                case "labels":
                    Stream(temporary, stream => LabelCsv.WriteAsync(pool, session.Records, stream, cancellationToken));
                    break;
                case "scores":
                    var scores = new ScoreExport(pool, RowMarks.Of(session));
                    Stream(temporary, stream => path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
                        ? scores.WriteParquetAsync(stream, cancellationToken)
                        : scores.WriteCsvAsync(stream, cancellationToken));
                    break;
                case "model":
                    ModelExport.Write(pool, session.State.Model!.Model, temporary);
                    break;
                case "report":
                    File.WriteAllText(temporary, SessionReport.Write(session, pool, TimeProvider.System.GetUtcNow()));
                    break;
                default:
                    SessionFile.Write(saved.Log, session.Id, temporary);
                    break;
            }
        }
    }

    private static void Stream(string path, Func<Stream, Task> write)
    {
        using var stream = File.Create(path);
        write(stream).GetAwaiter().GetResult();
    }

    private List<(string Kind, string Path)> Wanted()
    {
        var wanted = new List<(string Kind, string Path)>();
        foreach (var (kind, path) in new[]
        {
            ("labels", options.Labels),
            ("scores", options.Scores),
            ("model", options.Model),
            ("report", options.Report),
            ("backup", options.Backup),
        })
        {
            if (path is not null)
            {
                wanted.Add((kind, path));
            }
        }

        var twice = wanted.GroupBy(file => Path.GetFullPath(file.Path)).FirstOrDefault(group => group.Count() > 1);
        return wanted.Count == 0
            ? throw new UsageException("Nothing is to be written: give --labels, --scores, --model, --report or --backup with a file.")
            : twice is not null
                ? throw new UsageException(
                    $"'{twice.Key}' is given for {string.Join(" and ", twice.Select(file => file.Kind))}; one file each.")
                : wanted.Exists(file => !SessionPlace.IsDatabase(options.Store)
                    && Path.GetFullPath(file.Path) == Path.GetFullPath(options.Store))
                    ? throw new UsageException($"'{options.Store}' is the session itself; write to another file.")
                    : wanted;
    }
}
