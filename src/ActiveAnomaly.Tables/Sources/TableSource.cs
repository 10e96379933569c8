using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>A table that can be gone through several times.</summary>
internal abstract class TableSource
{
    private HashSet<string> _ignored = [];

    /// <summary>Gets the name of the table for messages: a file's name.</summary>
    public abstract string Name { get; }

    /// <summary>Gets how the table is written, as far as that is known before its records are read.</summary>
    public abstract TableDialect Dialect { get; }

    /// <summary>Gets the names of the columns, or null where the first record may hold them.</summary>
    public abstract IReadOnlyList<string>? ColumnNames { get; }

    /// <summary>Gets the word for the place of a record: "line", counted from 1, or "row", from 0, where there are no lines.</summary>
    public abstract string PlaceWord { get; }

    /// <summary>Gets which columns can be read, for messages.</summary>
    public virtual string Readable => "all columns";

    /// <summary>Gets the columns that are left out, being of a kind that cannot be read: the name, trimmed, and the kind.</summary>
    public Dictionary<string, string> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what the user may not have meant.</summary>
    public virtual IReadOnlyList<TableNote> Notes =>
    [
        .. LeftOut.Where(column => !_ignored.Contains(column.Key)).Select(column => new TableNote(
            IsWarning: true, $"Column {ShownText.Of(column.Key)} is {column.Value} and left out: {Readable} can be read.")),
    ];

    /// <summary>Gets a value indicating whether the table is what it was when it was first looked at, as far as can be told.</summary>
    public virtual bool IsUnchanged => true;

    /// <summary>Gets a value indicating whether the spaces around a text are no part of it.</summary>
    public virtual bool TrimsCategories => true;

    /// <summary>Tells whether the source says that a column is one of texts, whatever they look like.</summary>
    public virtual bool IsText(int column) => false;

    /// <summary>Tells whether the cells of a column are keys: categories, whatever they look like.</summary>
    public virtual bool IsKey(int column) => false;

    /// <summary>Gives how many keys there are in a column whose keys stand for no known values; null for other columns.</summary>
    public virtual ulong? BareKeyCount(int column) => null;

    /// <summary>Says what is made of the columns, before they are gone through.</summary>
    /// <param name="isNeeded">Tells whether a column means anything; one that does not and cannot be read has empty cells.</param>
    /// <param name="ignored">The names of columns that are left out as asked: no warning tells of one that cannot be read.</param>
    public virtual void Expect(Func<int, bool> isNeeded, IReadOnlyCollection<string> ignored) =>
        _ignored = [.. ignored.Select(name => name.Trim())];

    /// <summary>Says that the table is not what it was when it was first looked at.</summary>
    public virtual TableException Changed() => new(
        $"'{Name}' changed while it was read. Read it again when nobody writes to it, or read a copy.");

    /// <summary>Begins at the first record.</summary>
    public abstract TableCursor Open(CancellationToken cancellationToken);
}
