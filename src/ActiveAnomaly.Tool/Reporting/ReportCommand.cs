using System.CommandLine;
using ActiveAnomaly.Tool.Labeling;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The command line of reports: results that were saved become one HTML file.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("results")
        {
            Description = "A results file that evaluate, benchmark or weak-labels wrote, the file of a labelling session "
                + "(NAME.labels.db), or the PostgreSQL connection string of the database that has it.",
        };
        var session = SessionPlace.SessionOption();
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The HTML file to write; by default the results' name with the ending .html, and of a "
                + "database the session's, in the working folder.",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Of a labelling session: the table that was labelled; by default where it was when the session began, or beside "
                + "the session's file.",
        };
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "report",
            "Makes an HTML report of saved results. Maps of the codes and the rows near a boundary are known to the runs alone: "
            + "benchmark --report shows them too.")
        {
            source,
            session,
            data,
            output,
            json,
        };
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () =>
        {
            var (path, file) = (parsed.GetRequiredValue(source), parsed.GetValue(output));
            if (SessionPlace.IsDatabase(path) || FileKind.Sessions.IsOf(path))
            {
                var options = new ExportOptions
                {
                    Store = path,
                    Session = parsed.GetValue(session),
                    Data = parsed.GetValue(data),
                    IsReport = true,
                    Report = file ?? Beside(path, parsed.GetValue(session), cancellationToken),
                };
                return new ExportRun(options, CommandOutput.Of(parsed, json)).Run(cancellationToken);
            }

            if (parsed.GetValue(session) is not null || parsed.GetValue(data) is not null)
            {
                throw new UsageException(
                    $"{(parsed.GetValue(session) is null ? data.Name : session.Name)} goes with a file or a database of sessions; "
                    + $"'{path}' is none.");
            }

            return Run(path, file, CommandOutput.Of(parsed, json));
        }));
        return command;
    }

    /// <summary>Gives the report of a session its name where nothing is said: the file's, or else the session's.</summary>
    private static string Beside(string place, string? session, CancellationToken cancellationToken)
    {
        if (!SessionPlace.IsDatabase(place))
        {
            return Path.ChangeExtension(place, ".html");
        }

        using var store = SessionPlace.OpenDatabase(place);
        var id = SessionPlace.IdOf(store, session, cancellationToken);
        return string.Join('_', id.Split(Path.GetInvalidFileNameChars())) + ".html";
    }

    private static bool Run(string source, string? given, CommandOutput output)
    {
        var page = ReportSource.Read(source);
        var path = Path.GetFullPath(given ?? Path.ChangeExtension(source, ".html"));
        using var outputs = new OutputClaims();
        outputs.AddFile("--output", path, [source], FileKind.Report);
        HtmlReport.Write(page, path);
        output.WriteLine($"Report: {path}");
        output.WriteDocument(new ReportDocument(Path.GetFullPath(source), page.RowCount, path));
        return true;
    }
}
