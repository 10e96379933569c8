using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace ActiveAnomaly.Tool;

/// <summary>
/// Where a command writes. Tables, progress and notes go to a console on standard output; with --json to one on standard error, and
/// standard output gets one JSON document.
/// </summary>
internal sealed class CommandOutput
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new FiniteNumberConverter() },
    };

    private readonly TextWriter _output;

    /// <summary>Makes the output of a command.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="isJson">Whether the result is a JSON document.</param>
    public CommandOutput(TextWriter output, TextWriter error, bool isJson)
    {
        _output = output;
        IsJson = isJson;
        Console = TextConsole.On(isJson ? error : output);
    }

    /// <summary>Gets the console for what people read.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Gets whether the result is a JSON document.</summary>
    public bool IsJson { get; }

    /// <summary>Gives the option --json, for <see cref="Of"/>.</summary>
    public static Option<bool> JsonOption() => new("--json")
    {
        Description = "Write the result as one JSON document to standard output, and all else to standard error.",
    };

    /// <summary>Makes the output that a command line asks for.</summary>
    public static CommandOutput Of(ParseResult parsed, Option<bool> json) => new(
        parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(json));

    /// <summary>Writes a line that is never wrapped, so that paths and figures can be copied.</summary>
    public void WriteLine(string text) => Console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Writes the result's document, where one is asked for; a number that is not finite becomes null.</summary>
    public void WriteDocument<T>(T document)
    {
        if (IsJson)
        {
            _output.WriteLine(JsonSerializer.Serialize(document, Format));
        }
    }
}
