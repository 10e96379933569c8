using Parquet;
using Parquet.Schema;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>An Apache Parquet file; its flat columns of numbers, truth values, dates and text.</summary>
internal sealed class ParquetSource : TableSource
{
    private readonly FileContent _content;
    private readonly List<TableNote> _notes = [];

    private ParquetSource(FileContent content, ParquetSchema schema)
    {
        _content = content;
        var flat = schema.Fields.OfType<DataField>().ToArray();
        Fields = [.. flat.Where(field => !field.IsArray && ParquetCursor.CanRead(field.ClrType))];
        foreach (var field in schema.Fields.Where(field => !Fields.Contains(field)))
        {
            var type = field is DataField { IsArray: false } data ? data.ClrType.Name : "nested";
            _notes.Add(new TableNote(
                IsWarning: true,
                $"Column '{field.Name}' is {type} and left out: numbers, truth values, dates and text can be read."));
        }

        ColumnNames = [.. Fields.Select(field => field.Name)];
    }

    public IReadOnlyList<DataField> Fields { get; }

    public override string Name => _content.Name;

    public override TableDialect Dialect { get; } = new() { Format = TableFormat.Parquet };

    public override IReadOnlyList<string>? ColumnNames { get; }

    public override string PlaceWord => "row";

    public override IReadOnlyList<TableNote> Notes => _notes;

    /// <summary>Reads the schema of a file.</summary>
    /// <exception cref="TableException">The file is damaged, or has no column that can be read.</exception>
    public static ParquetSource Open(FileContent content, CancellationToken cancellationToken)
    {
        var source = Guarded(content, async () =>
        {
            await using var reader = await ParquetReader.CreateAsync(content.Open(), null, false, cancellationToken).ConfigureAwait(false);
            return new ParquetSource(content, reader.Schema);
        });
        return source.Fields.Count > 0
            ? source
            : throw new TableException(
                $"'{content.Path}' has no column that can be read: numbers, truth values, dates and text can be, nested columns cannot.");
    }

    public override TableCursor Open(CancellationToken cancellationToken) =>
        new ParquetCursor(this, Guarded(_content, () => ParquetReader.CreateAsync(_content.Open(), null, false, cancellationToken)), cancellationToken);

    /// <summary>Waits for what reads the file, and makes of the library's errors ones that say what is wrong with it.</summary>
    public T Guarded<T>(Func<Task<T>> read) => Guarded(_content, read);

    private static T Guarded<T>(FileContent content, Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (
            exception is ParquetException or IOException or InvalidDataException or NotSupportedException or InvalidOperationException
                or OverflowException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            // What the library throws at damaged files is of many types.
            throw new TableException(
                $"'{content.Path}' cannot be read as Parquet: {exception.Message} It may be damaged or not copied whole; copy it again.", exception);
        }
    }
}
