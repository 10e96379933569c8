using Spectre.Console;

namespace ActiveAnomaly.Tool;

/// <summary>Tables with a title.</summary>
internal static class TitledTable
{
    /// <summary>Writes a table below a line of its own: a title of the table would be wrapped where the table is narrow.</summary>
    public static void WriteTitled(this IAnsiConsole console, string title, Table table)
    {
        console.WriteLine(title);
        console.Write(table);
    }
}
