using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Labeling.Serving.Contract;
using ActiveAnomaly.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Files of what was found, each of one moment of the session, and labels from files.</summary>
internal sealed class ExportEndpoints(ServedSession served, LabelingServerOptions options)
{
    private const string CsvType = "text/csv";
    private const string SaysEncoding = "send its charset along, where a program sends it (Content-Type: text/csv; charset=windows-1252)";
    private const string CsvUtf8Type = CsvType + "; charset=utf-8";

    /// <summary>Gets the names of the files.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["labels.csv", "scores.csv", "scores.parquet", "model.zip", "model.onnx", "report.html", "session.db"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exports/{name}", ExportAsync)
            .Produces<Stream>(contentType: "application/octet-stream")
            .WithName("getExport").WithSummary("A file: labels, scores, the model, a report, or the session's log.");
        routes.MapPost("/api/imports/labels", ImportAsync)
            .Accepts<string>(CsvType)
            .WithName("importLabels").WithSummary("Takes labels from a file like labels.csv.");
    }

    private Task ExportAsync(HttpContext context, string name) => name switch
    {
        "labels.csv" => LabelsAsync(context, name),
        "scores.csv" => ScoresAsync(
            context, name, CsvUtf8Type, static (export, stream, aborted) => export.WriteCsvAsync(stream, aborted)),
        "scores.parquet" => ScoresAsync(
            context, name, "application/vnd.apache.parquet", static (export, stream, aborted) => export.WriteParquetAsync(stream, aborted)),
        "model.zip" => ModelAsync(context, name, "application/zip", ModelExport.WriteAsync),
        "model.onnx" => ModelAsync(context, name, "application/octet-stream", ModelExport.WriteOnnxAsync),
        "report.html" => ReportAsync(context, name),
        "session.db" => SessionAsync(context, name),
        _ => throw new ProblemException(
            StatusCodes.Status404NotFound, $"There is no export '{name}'; there are {string.Join(", ", Names)}."),
    };

    private async Task LabelsAsync(HttpContext context, string name)
    {
        var records = await served.ReadAsync(() => served.Session.Records, context.RequestAborted).ConfigureAwait(false);
        Attach(context.Response, name, CsvUtf8Type);
        await LabelCsv.WriteAsync(served.Pool, records, context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ScoresAsync(
        HttpContext context, string name, string contentType, Func<ScoreExport, Stream, CancellationToken, Task> write)
    {
        var export = new ScoreExport(served.Pool, await MarksWithModelAsync(context).ConfigureAwait(false));
        Attach(context.Response, name, contentType);
        await write(export, context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ModelAsync(
        HttpContext context, string name, string contentType, Func<LabelingPool, DetectorModel, Stream, CancellationToken, Task> write)
    {
        var marks = await MarksWithModelAsync(context).ConfigureAwait(false);
        Attach(context.Response, name, contentType);
        try
        {
            await write(served.Pool, marks.Model!.Model, context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (NotSupportedException exception)
        {
            // A detector whose models have no such form, as one of the user's own may have none; the message says what to do.
            throw new ProblemException(StatusCodes.Status409Conflict, exception.Message, exception);
        }
    }

    private async Task ReportAsync(HttpContext context, string name)
    {
        var report = await served.ReadAsync(
            () => SessionReport.Write(served.Session, served.Pool, options.Clock.GetUtcNow()), context.RequestAborted)
            .ConfigureAwait(false);
        Attach(context.Response, name, "text/html; charset=utf-8");
        await context.Response.WriteAsync(report, context.RequestAborted).ConfigureAwait(false);
    }

    private Task SessionAsync(HttpContext context, string name)
    {
        async Task WriteAsync(string path)
        {
            await served.WriteLongAsync(
                session =>
                {
                    SessionFile.Write(session.Store, session.Id, path);
                    return true;
                },
                context.RequestAborted).ConfigureAwait(false);
            Attach(context.Response, name, "application/vnd.sqlite3");
        }

        return TemporaryFile.WriteAsync(name, WriteAsync, context.Response.Body, context.RequestAborted);
    }

    private async Task<RowMarks> MarksWithModelAsync(HttpContext context)
    {
        var marks = await served.ReadAsync(() => served.Marks, context.RequestAborted).ConfigureAwait(false);
        return marks.Model is not null
            ? marks
            : throw new ProblemException(
                StatusCodes.Status409Conflict, "There is no model yet: the first one is being trained. Ask again when it is there.");
    }

    private static void Attach(HttpResponse response, string name, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
    }

    private async Task<ImportResponse> ImportAsync(HttpContext context, string? annotator)
    {
        var who = RequestValues.Annotator(annotator);
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType,
                $"The header Content-Type is '{context.Request.ContentType}'; it must be {CsvType}, for a file like labels.csv.");
        }

        var encoding = HeaderUtilities.RemoveQuotes(type.Charset).ToString() is { Length: > 0 } charset ? charset : null;

        // The whole file before anything is taken from it: half of one, where the connection breaks, changes nothing.
        BodyLimit.Require(context, options.ImportLimit);
        using var file = new MemoryStream();
        await context.Request.Body.CopyToAsync(file, context.RequestAborted).ConfigureAwait(false);
        file.Position = 0;
        try
        {
            var import = served.WriteLongAsync(
                session => TakeAsync(session, file, who, encoding).GetAwaiter().GetResult(), context.RequestAborted);
            return ContractConversions.ToImport(
                await SessionProblems.ExplainAsync(import, served.Pool).ConfigureAwait(false), served.Pool);
        }
        catch (TableException exception)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, exception.Message, exception);
        }
    }

    private async Task<LabelImport> TakeAsync(LabelingSession session, Stream file, string who, string? encoding)
    {
        var lines = await LabelCsv.ReadAsync(served.Pool, file, name: null, encoding, SaysEncoding, CancellationToken.None)
            .ConfigureAwait(false);
        return await LabelCsv.TakeAsync(session, lines, who, CancellationToken.None).ConfigureAwait(false);
    }
}
