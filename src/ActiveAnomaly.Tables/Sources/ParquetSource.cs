using ActiveAnomaly.Tables.Understanding;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>An Apache Parquet file; its flat columns of numbers, truth values, dates and text.</summary>
internal sealed class ParquetSource : TableSource
{
    private readonly FileContent _content;
    private readonly SortedSet<int> _lacking = [];
    private Func<int, bool> _isNeeded = _ => true;

    private ParquetSource(FileContent content, ParquetSchema schema, IReadOnlyDictionary<SchemaElement, SchemaElement> said)
    {
        _content = content;
        var columns = new List<ParquetColumn>();
        foreach (var field in schema.Fields)
        {
            var (column, kind) = ParquetColumn.Of(field, said);
            if (column is not null)
            {
                columns.Add(column);
            }
            else
            {
                LeftOut[field.Name.Trim()] = kind!;
            }
        }

        Columns = columns;
        ColumnNames = [.. columns.Select(column => column.Field.Name)];
    }

    public IReadOnlyList<ParquetColumn> Columns { get; }

    public override string Name => _content.Name;

    public override TableDialect Dialect { get; } = new() { Format = TableFormat.Parquet };

    public override IReadOnlyList<string> ColumnNames { get; }

    public override string PlaceWord => "row";

    public override string Readable => "numbers, truth values, dates and text";

    public override IReadOnlyList<TableNote> Notes
    {
        get
        {
            lock (_lacking)
            {
                return
                [
                    .. base.Notes,
                    .. _lacking.Select(column => new TableNote(
                        IsWarning: false,
                        $"{ShownText.Of(ColumnNames[column])} is left out, and cannot be read: where rows are shown its cells are empty.")),
                ];
            }
        }
    }

    public override bool IsUnchanged => _content.IsUnchanged;

    public override bool IsText(int column) => Columns[column].IsText;

    /// <summary>Reads the schema of a file.</summary>
    /// <exception cref="TableException">The file is damaged, or has no column that can be read.</exception>
    public static ParquetSource Open(FileContent content, CancellationToken cancellationToken)
    {
        var source = Guarded(content, async () =>
        {
            var (reader, said) = await Begin(content, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return new ParquetSource(content, reader.Schema, said);
            }
        });
        source.RequireColumns();
        return source;
    }

    public override TableCursor Open(CancellationToken cancellationToken) => new ParquetCursor(
        this,
        Guarded(async () => (await Begin(_content, cancellationToken).ConfigureAwait(false)).Reader),
        cancellationToken);

    public override void Expect(Func<int, bool> isNeeded, IReadOnlyCollection<string> ignored)
    {
        base.Expect(isNeeded, ignored);
        _isNeeded = isNeeded;
    }

    public override TableException Changed() => _content.Changed();

    /// <summary>Waits for what reads the file, and makes of the library's errors ones that say what is wrong with it.</summary>
    public T Guarded<T>(Func<Task<T>> read) => Guarded(_content, read);

    /// <summary>Tells whether a column that cannot be read is needed; where not, a note says that its cells are empty.</summary>
    public bool IsNeeded(int column)
    {
        var isNeeded = _isNeeded(column);
        if (!isNeeded)
        {
            // Batches may be enumerated on several threads.
            lock (_lacking)
            {
                _lacking.Add(column);
            }
        }

        return isNeeded;
    }

    /// <summary>Refuses a column whose values the library would take for others, in silence.</summary>
    /// <param name="column">The column.</param>
    /// <param name="chunk">Its place in the group of rows, where the file has one.</param>
    /// <exception cref="TableException">The column has such values.</exception>
    public void RequireReadable(ParquetColumn column, ColumnChunk? chunk)
    {
        if (chunk?.CryptoMetadata is not null)
        {
            throw Refused(column, "is encrypted, which cannot be read", "without encryption");
        }

        if (chunk?.MetaData is not { } values)
        {
            return;
        }

        var mayHaveRunLengths = column.Field.ClrType == typeof(bool) && values.Encodings.Contains(Encoding.RLE);
        if (!mayHaveRunLengths && values.Codec != CompressionCodec.LZ4)
        {
            return;
        }

        var pages = PagesOf(values);
        if (mayHaveRunLengths && pages.Encodings.Contains(Encoding.RLE))
        {
            throw Refused(
                column,
                "has truth values in the encoding RLE, as data pages of version 2 have them, which cannot be read",
                "with data pages of version 1, or with 0 and 1 as whole numbers");
        }

        if (pages.IsHadoopLz4)
        {
            throw Refused(column, "is packed with LZ4 in Hadoop's frames, which cannot be read", "packed with Snappy or Zstandard");
        }
    }

    /// <summary>Tells whether the values of a column are whole numbers of 32 bits, each the difference from the one before.</summary>
    public bool IsOfDifferences(ColumnChunk? chunk) =>
        chunk?.MetaData is { Type: Parquet.Meta.Type.INT32 } values
        && values.Encodings.Contains(Encoding.DELTA_BINARY_PACKED)
        && PagesOf(values).Encodings.SetEquals([Encoding.DELTA_BINARY_PACKED]);

    /// <summary>Says why a column could not be read.</summary>
    /// <param name="column">The column.</param>
    /// <param name="chunk">Its place in the group of rows, where the file has one.</param>
    /// <param name="exception">What the library says.</param>
    public TableException Unreadable(ParquetColumn column, ColumnChunk? chunk, Exception exception)
    {
        if (chunk?.MetaData is { } values)
        {
            if (values.Codec == CompressionCodec.LZO || !Enum.IsDefined(values.Codec))
            {
                return Refused(
                    column, $"is packed with {values.Codec}, which cannot be read", "packed with Snappy or Zstandard", exception);
            }

            if (UnreadEncodings(values, column) is { Length: > 0 } encodings)
            {
                return Refused(
                    column,
                    $"has values in the encoding {encodings}, which cannot be read for its type",
                    "with plain or dictionary encoding (data pages of version 1)",
                    exception);
            }
        }

        return new TableException(
            $"Column {ShownText.Of(column.Field.Name)} of '{_content.Path}' cannot be read as Parquet: {exception.Message} The file may be "
            + "damaged or not copied whole; copy it again.",
            exception);
    }

    private static async Task<(ParquetReader Reader, Dictionary<SchemaElement, SchemaElement> Said)> Begin(
        FileContent content, CancellationToken cancellationToken)
    {
        var (stream, isEncrypted) = (content.Open(), false);
        try
        {
            isEncrypted = ParquetFooter.RequireWhole(stream);
            var reader = await ParquetReader.CreateAsync(stream, null, leaveStreamOpen: false, cancellationToken).ConfigureAwait(false);
            return (reader, ParquetColumn.TakeOffTypes(reader.Metadata!));
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (isEncrypted && exception is not OperationCanceledException)
            {
                throw new TableException(
                    $"'{content.Path}' is encrypted Parquet, which cannot be read. Write it without encryption.", exception);
            }

            throw;
        }
    }

    private static T Guarded<T>(FileContent content, Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !content.IsUnchanged)
        {
            throw content.Changed(exception);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TableException))
        {
            // What the library throws at damaged files is of many types, an array too long to be made among them.
            throw new TableException(
                $"'{content.Path}' cannot be read as Parquet: {exception.Message} It may be damaged or not copied whole; copy it again.",
                exception);
        }
    }

    private string UnreadEncodings(ColumnMetaData values, ParquetColumn column)
    {
        // Numbers and texts are read in all that there are for them.
        if (column.Field.ClrType != typeof(ReadOnlyMemory<byte>) && column.Field.ClrType != typeof(DateTime))
        {
            return string.Empty;
        }

        try
        {
            return string.Join(
                ", ",
                PagesOf(values).Encodings.Except([Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY]).Order());
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return string.Empty;
        }
    }

    private ParquetPages PagesOf(ColumnMetaData values)
    {
        using var stream = _content.Open();
        return ParquetPages.Of(stream, values);
    }

    /// <summary>Requires columns that can be told apart.</summary>
    private void RequireColumns()
    {
        if (Columns.Count == 0)
        {
            throw new TableException(
                $"'{_content.Path}' has no column that can be read: {Readable} can be, nested columns cannot.");
        }

        if (ColumnNames.Any(string.IsNullOrEmpty))
        {
            throw new TableException(
                $"A column of '{_content.Path}' has no name, and cannot be read without one. Write the file again with a name for it.");
        }

        var twice = ColumnNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new TableException(
                $"'{_content.Path}' has {twice.Count()} columns called {ShownText.Of(twice.Key)}, which Parquet tells apart by their names "
                + "alone. Write the file again with a name of its own for each.");
        }
    }

    private TableException Refused(ParquetColumn column, string what, string how, Exception? cause = null) => new(
        $"Column {ShownText.Of(column.Field.Name)} of '{_content.Path}' {what}. Write the file again {how}, or leave the column out "
        + "(--ignore, TableOptions.IgnoredColumns).",
        cause!);
}
