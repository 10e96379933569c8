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
            Description = "A results file that evaluate, benchmark or weak-labels wrote, or the file of a labelling session "
                + "(NAME.labels.db).",
        };
        var session = SessionPlace.SessionOption();
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The HTML file to write; by default the results' name with the ending .html.",
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
            if (SessionPlace.IsSessions(path))
            {
                var options = new ExportOptions
                {
                    Store = path,
                    Session = parsed.GetValue(session),
                    Data = parsed.GetValue(data),
                    ReportOption = "--output",
                    Report = file ?? Path.ChangeExtension(path, ".html"),
                };
                return new ExportRun(options, CommandOutput.Of(parsed, json)).Run(cancellationToken);
            }

            if (parsed.GetValue(session) is not null || parsed.GetValue(data) is not null)
            {
                throw new UsageException(
                    $"{(parsed.GetValue(session) is null ? data.Name : session.Name)} goes with a file of sessions; '{path}' is none.");
            }

            return Run(path, file, CommandOutput.Of(parsed, json));
        }));
        return command;
    }

    private static bool Run(string source, string? given, CommandOutput output)
    {
        var page = ReportSource.Read(source);
        var path = Path.GetFullPath(given ?? Path.ChangeExtension(source, ".html"));
        using var outputs = new OutputClaims();
        outputs.AddFile("--output", path, [source]);
        HtmlReport.Write(page, path);
        output.WriteLine($"Report: {path}");
        output.WriteDocument(new ReportDocument(Path.GetFullPath(source), page.RowCount, path));
        return true;
    }
}
