namespace ActiveAnomaly.Tables.Sources;

/// <summary>A table that can be gone through several times.</summary>
internal abstract class TableSource
{
    /// <summary>Gets the name of the table for messages: a file's name.</summary>
    public abstract string Name { get; }

    /// <summary>Gets how the table is written, as far as that is known before its records are read.</summary>
    public abstract TableDialect Dialect { get; }

    /// <summary>Gets the names of the columns, or null where the first record may hold them.</summary>
    public abstract IReadOnlyList<string>? ColumnNames { get; }

    /// <summary>Gets the word for the place of a record: "line", counted from 1, or "row", from 0, where there are no lines.</summary>
    public abstract string PlaceWord { get; }

    /// <summary>Gets what the user may not have meant.</summary>
    public virtual IReadOnlyList<TableNote> Notes => [];

    /// <summary>Gets a value indicating whether the table is what it was when it was first looked at, as far as can be told.</summary>
    public virtual bool IsUnchanged => true;

    /// <summary>Gets a value indicating whether the spaces around a text are no part of it.</summary>
    public virtual bool TrimsCategories => true;

    /// <summary>Tells whether the cells of a column are keys: categories, whatever they look like.</summary>
    public virtual bool IsKey(int column) => false;

    /// <summary>Gives how many keys there are in a column whose keys stand for no known values; null for other columns.</summary>
    public virtual ulong? BareKeyCount(int column) => null;

    /// <summary>Begins at the first record.</summary>
    public abstract TableCursor Open(CancellationToken cancellationToken);
}
