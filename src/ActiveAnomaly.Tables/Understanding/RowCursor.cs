using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Sources;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Goes once through the rows of a table, the header left out.</summary>
internal sealed class RowCursor(TableLayout layout, TableCursor cursor) : IDisposable
{
    private bool _isPastHeader = !layout.HasHeader;

    /// <summary>Gets the place of the current row.</summary>
    public long Line => cursor.Line;

    /// <summary>Gets the current row's number, from 0.</summary>
    public long Index { get; private set; } = -1;

    public bool MoveNext()
    {
        if (!_isPastHeader)
        {
            _isPastHeader = true;
            cursor.MoveNext();
        }

        if (!cursor.MoveNext())
        {
            return false;
        }

        Index++;
        if (cursor.FieldCount != layout.FieldCount)
        {
            // A file that is cut while it is read ends in half a line.
            throw layout.Source.IsUnchanged ? WrongLength() : TableLoader.Changed(layout);
        }

        for (var k = layout.ColumnNames.Count; k < layout.FieldCount; k++)
        {
            if (!cursor.Field(k).Text.IsWhiteSpace())
            {
                throw NoColumn(k);
            }
        }

        return true;
    }

    /// <summary>Gets a field of the current row; it is valid until the next is asked for.</summary>
    public Cell Field(int column) => cursor.Field(column);

    public void Dispose() => cursor.Dispose();

    private TableException NoColumn(int column) => new(
        $"Line {Line} of '{layout.Source.Name}' has {ShownText.Of(cursor.Field(column).Text.Trim())} in field {column + 1}, where the "
        + "header has no name and the lines before it nothing. Give the column a name in the header, or take the value out.",
        Line,
        null);

    private TableException WrongLength()
    {
        var (found, needed) = (cursor.FieldCount, layout.FieldCount);
        var separator = layout.Source.Dialect.Separator;
        var hint = found > needed && separator == ','
            ? " Where numbers are written with a decimal comma, another character has to separate the fields; a text with a comma in it "
            + "needs quotes."
            : found == 1
            ? " Say what separates the fields if it is another character (TableOptions.Separator; --separator)."
            : string.Empty;
        if (layout.HasHeader && layout.GivenNames[0].StartsWith('#'))
        {
            hint += " Line 1 begins with #, and is taken for the names of the columns: take it out if it is a comment.";
        }

        return new TableException(
            $"Line {Line} of '{layout.Source.Name}' has {found} {(found == 1 ? "field" : "fields")}, "
            + $"the {(layout.HasHeader ? "header" : "first line")} has {needed} (separated by {SeparatorText.Of(separator)}). Every line "
            + $"needs as many: mend the line.{hint}",
            Line,
            null);
    }
}
