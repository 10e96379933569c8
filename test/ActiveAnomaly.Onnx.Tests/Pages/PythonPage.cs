using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActiveAnomaly.Onnx.Pages;

/// <summary>Runs the page's block of Python in Debian's Python, with stand-ins for Spark.</summary>
internal static class PythonPage
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Skips the test where Python, or a package that the page needs, is not there.</summary>
    public static void RequirePython()
    {
        var isThere = File.Exists(Python) && Start("-c", "import numpy, onnxruntime, pandas").ExitCode == 0;
        if (!isThere)
        {
            Assert.Inconclusive($"{Python} with onnxruntime and pandas is not on this machine.");
        }
    }

    /// <summary>Gives the scores that the page writes, or why it refused.</summary>
    /// <param name="folder">A folder for the files between.</param>
    /// <param name="model">The path of the ONNX file.</param>
    /// <param name="columns">The types and values of the columns; null is missing.</param>
    /// <param name="batchSize">How many rows the function gets at a time.</param>
    public static JsonNode Run(
        TemporaryFolder folder, string model, IReadOnlyDictionary<string, (string Type, object?[] Values)> columns, int batchSize)
    {
        var rows = folder.File("rows.json");
        var scores = folder.File("scores.json");
        File.WriteAllText(rows, JsonSerializer.Serialize(new
        {
            batchSize,
            columns = columns.ToDictionary(column => column.Key, column => new { type = column.Value.Type, values = column.Value.Values }),
        }));
        var pages = Path.Combine(AppContext.BaseDirectory, "Pages");
        var (code, errors) = Start(
            Path.Combine(pages, "run_spark_page.py"), Path.Combine(pages, "onnx-at-scale.md"), model, rows, scores);
        Assert.AreEqual(0, code, errors);
        return JsonNode.Parse(File.ReadAllText(scores))!;
    }

    private static (int ExitCode, string Errors) Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
