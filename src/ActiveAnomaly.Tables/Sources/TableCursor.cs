using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>Goes once through the records of a table, in order.</summary>
internal abstract class TableCursor : IDisposable
{
    /// <summary>Gets the place of the current record: the line that it begins in, from 1, or the row, from 0.</summary>
    public abstract long Line { get; }

    /// <summary>Gets the number of the current record's fields.</summary>
    public abstract int FieldCount { get; }

    /// <summary>Goes on to the next record.</summary>
    public abstract bool MoveNext();

    /// <summary>Gets a field of the current record; it is valid until the next is asked for.</summary>
    public abstract Cell Field(int index);

    public abstract void Dispose();
}
