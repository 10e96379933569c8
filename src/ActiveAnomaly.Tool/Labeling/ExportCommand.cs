using System.CommandLine;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>The command line of <see cref="ExportRun"/>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var store = new Argument<string>("sessions")
        {
            Description = "The file of a labelling session (NAME.labels.db), a PostgreSQL connection string, or a model's file, of which "
                + "--model NAME.onnx makes ONNX.",
        };
        var session = SessionPlace.SessionOption();
        var data = File("--data", "The table that was labelled; by default where it was when the session began.");
        var labels = File("--labels", "Write what people said, as CSV: id, row, answer, who, when, note, tags.");
        var scores = File("--scores", "Write all rows' scores, ranks and decisions, as CSV or, for a name that ends in .parquet, Parquet.");
        var model = File("--model", "Write the model, for ML.NET and for active-anomaly score or, for a name that ends in .onnx, ONNX.");
        var probability = new Option<bool>("--probability")
        {
            Description = "Let the model, and a column of the scores, say how probable it is that a row is abnormal; trains ten "
                + "more models.",
        };
        var report = File("--report", "Write a report, one HTML file.");
        var backup = File("--backup", "Write the session itself, one SQLite file that label goes on with.");
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "export",
            "Writes what a labelling session has come to, while somebody labels in it or not: labels, scores, model, report, backup.")
        {
            store, session, data, labels, scores, model, probability, report, backup, json,
        };
        command.SetAction((parsed, cancellationToken) => Guarded.Start(parsed, () => new ExportRun(
            new ExportOptions
            {
                Store = parsed.GetRequiredValue(store),
                Session = parsed.GetValue(session),
                Data = parsed.GetValue(data),
                Labels = parsed.GetValue(labels),
                Scores = parsed.GetValue(scores),
                Model = parsed.GetValue(model),
                Probability = parsed.GetValue(probability),
                Report = parsed.GetValue(report),
                Backup = parsed.GetValue(backup),
            },
            CommandOutput.Of(parsed, json)).Run(cancellationToken)));
        return command;
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description };
}
