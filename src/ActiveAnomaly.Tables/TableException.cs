namespace ActiveAnomaly.Tables;

/// <summary>
/// A table that cannot be read as its owner means it: the message names the line, the column and the cell, and what to do.
/// </summary>
public sealed class TableException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public TableException()
    {
    }

    /// <summary>Creates the exception for a table as a whole.</summary>
    /// <param name="message">What was found, what is allowed, and what to do.</param>
    public TableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception for a table as a whole, with its cause.</summary>
    /// <param name="message">What was found, what is allowed, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for one place.</summary>
    /// <param name="message">What was found, what is allowed, and what to do.</param>
    /// <param name="line">The line of the file, from 1 (the row, from 0, where there are no lines).</param>
    /// <param name="columnName">The column, or null when the line as a whole is meant.</param>
    public TableException(string message, long line, string? columnName)
        : base(message)
    {
        Line = line;
        ColumnName = columnName;
    }

    /// <summary>Gets the line at fault, from 1 (the row, from 0, where there are no lines); the first of several; or null.</summary>
    public long? Line { get; }

    /// <summary>Gets the column at fault, the first of several, or null when a line or the table as a whole is meant.</summary>
    public string? ColumnName { get; }
}
