using ActiveAnomaly.Tables.Understanding;
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
            var type = field is not DataField { IsArray: false } data ? "nested"
                : data.ClrType == typeof(ReadOnlyMemory<byte>) ? "binary"
                : data.ClrType.Name;
            _notes.Add(new TableNote(
                IsWarning: true,
                $"Column {ShownText.Of(field.Name)} is {type} and left out: numbers, truth values, dates and text can be read."));
        }

        ColumnNames = [.. Fields.Select(field => field.Name)];
    }

    public IReadOnlyList<DataField> Fields { get; }

    public override string Name => _content.Name;

    public override TableDialect Dialect { get; } = new() { Format = TableFormat.Parquet };

    public override IReadOnlyList<string>? ColumnNames { get; }

    public override string PlaceWord => "row";

    public override IReadOnlyList<TableNote> Notes => _notes;

    public override bool IsUnchanged => _content.IsUnchanged;

    /// <summary>Reads the schema of a file.</summary>
    /// <exception cref="TableException">The file is damaged, or has no column that can be read.</exception>
    public static ParquetSource Open(FileContent content, CancellationToken cancellationToken)
    {
        var source = Guarded(content, async () =>
        {
            await using var reader = await Begin(content, cancellationToken).ConfigureAwait(false);
            return new ParquetSource(content, reader.Schema);
        });
        return source.Fields.Count > 0
            ? source
            : throw new TableException(
                $"'{content.Path}' has no column that can be read: numbers, truth values, dates and text can be, nested columns cannot.");
    }

    public override TableCursor Open(CancellationToken cancellationToken) => new ParquetCursor(
        this,
        Guarded(() => Begin(_content, cancellationToken)),
        cancellationToken);

    /// <summary>Waits for what reads the file, and makes of the library's errors ones that say what is wrong with it.</summary>
    public T Guarded<T>(Func<Task<T>> read) => Guarded(_content, read);

    private static async Task<ParquetReader> Begin(FileContent content, CancellationToken cancellationToken)
    {
        var stream = content.Open();
        try
        {
            ParquetFooter.RequireWhole(stream);
            return await ParquetReader.CreateAsync(stream, null, leaveStreamOpen: false, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static T Guarded<T>(FileContent content, Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TableException))
        {
            // What the library throws at damaged files is of many types, an array too long to be made among them.
            throw new TableException(
                $"'{content.Path}' cannot be read as Parquet: {exception.Message} It may be damaged or not copied whole; copy it again.",
                exception);
        }
    }
}
