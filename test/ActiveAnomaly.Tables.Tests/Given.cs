using System.Globalization;
using System.Text;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tables;

/// <summary>Small tables written in a test, and what was read of them as text.</summary>
internal static class Given
{
    /// <summary>Reads a file of the given text (UTF-8 without byte-order mark).</summary>
    public static Table Table(string text, TableOptions? options = null) => Table(Encoding.UTF8.GetBytes(text), options);

    public static Table Table(byte[] bytes, TableOptions? options = null, string name = "table.csv")
    {
        using var file = new TemporaryFile(bytes, name);
        return TableReader.Read(file.Path, options);
    }

    /// <summary>Reads a file that must be refused.</summary>
    public static TableException Refusal(string text, TableOptions? options = null) => Refusal(Encoding.UTF8.GetBytes(text), options);

    public static TableException Refusal(byte[] bytes, TableOptions? options = null, string name = "table.csv") =>
        Assert.ThrowsExactly<TableException>(() => Table(bytes, options, name));

    /// <summary>Reads a file as the training table was read.</summary>
    public static Table Scored(string text, TableSchema schema, TableOptions? options = null)
    {
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(text), "new.csv");
        return TableReader.ReadAs(file.Path, schema, options);
    }

    public static TableException ScoringRefusal(string text, TableSchema schema, TableOptions? options = null) =>
        Assert.ThrowsExactly<TableException>(() => Scored(text, schema, options));

    /// <summary>The columns' names, separated by |.</summary>
    public static string Names(this Table table) => string.Join('|', table.Columns.Select(column => column.Name));

    /// <summary>The columns' kinds, a letter each: N number, B boolean, D date, C category.</summary>
    public static string Kinds(this Table table) => string.Concat(table.Columns.Select(column => column.Kind.ToString()[0]));

    /// <summary>The rows, separated by /, their cells by |; no category is an empty cell.</summary>
    public static string Cells(this Table table) => string.Join('/', Enumerable.Range(0, table.RowCount).Select(
        row => string.Join('|', table.Columns.Select(column => Cell(column, row)))));

    /// <summary>The labels, a character a row: 1 abnormal, 0 normal, - none.</summary>
    public static string LabelText(this Table table) => string.Concat(table.Labels.Values.ToArray().Select(
        label => label switch { RowLabel.Abnormal => '1', RowLabel.Normal => '0', _ => '-' }));

    /// <summary>The lines of the rows, separated by commas.</summary>
    public static string Lines(this Table table) => string.Join(',', Enumerable.Range(0, table.RowCount).Select(table.LineOf));

    public static string Notes(this Table table) =>
        string.Join('\n', table.Notes.Select(note => $"{(note.IsWarning ? "Warning" : "Note")}: {note.Text}"));

    public static void HasMessage(this TableException exception, params string[] parts)
    {
        foreach (var part in parts)
        {
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }
    }

    public static string Cell(TableColumn column, int row) => column.Kind != ColumnKind.Category
        ? column.Numbers[row].ToString("R", CultureInfo.InvariantCulture)
        : column.Codes[row] >= 0 ? column.Schema.Categories[column.Codes[row]] : string.Empty;
}
