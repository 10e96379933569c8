namespace ActiveAnomaly.Tables.Packing;

/// <summary>
/// Rows of texts in blocks of bytes: about a byte a text and eight a row beside the texts themselves, and no text an object of its own. No
/// block is larger than an array can be, however many rows there are.
/// </summary>
/// <param name="capacity">The number of rows to come.</param>
internal sealed class PackedRows(int capacity)
{
    private const int FirstBlockLength = 1 << 12;
    private const int LargestBlockLength = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly List<Place> _rows = new(capacity);
    private readonly PackedWriter _row = new();
    private int _used;

    /// <summary>Gets the number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>Gets a text.</summary>
    public string this[int row, int column]
    {
        get
        {
            var place = _rows[row];
            var reader = new PackedReader(_blocks[place.Block].AsSpan(place.Begin));
            for (var k = 0; k < column; k++)
            {
                reader.SkipText();
            }

            return reader.ReadText();
        }
    }

    /// <summary>Gets all texts of a row.</summary>
    public string[] TextsOf(int row, int columnCount)
    {
        var place = _rows[row];
        var reader = new PackedReader(_blocks[place.Block].AsSpan(place.Begin));
        var texts = new string[columnCount];
        foreach (ref var text in texts.AsSpan())
        {
            text = reader.ReadText();
        }

        return texts;
    }

    /// <summary>Tells whether a text of a row has what is searched.</summary>
    public bool Has(PackedSearch search, int row)
    {
        var place = _rows[row];
        return search.IsIn(_blocks[place.Block].AsSpan(place.Begin));
    }

    /// <summary>Adds a text to the row that is being made.</summary>
    public void Add(ReadOnlySpan<char> text) => _row.WriteText(text);

    /// <summary>Ends the row that is being made, which needs all its texts.</summary>
    public void EndRow()
    {
        var bytes = _row.Written;
        if (_blocks.Count == 0 || bytes.Length > _blocks[^1].Length - _used)
        {
            // Small tables get small blocks; a row longer than a block gets one of its own.
            var length = (int)Math.Clamp(_blocks.Count == 0 ? 0 : 2L * _blocks[^1].Length, FirstBlockLength, LargestBlockLength);
            _blocks.Add(new byte[Math.Max(length, bytes.Length)]);
            _used = 0;
        }

        bytes.CopyTo(_blocks[^1].AsSpan(_used));
        _rows.Add(new Place(_blocks.Count - 1, _used));
        _used += bytes.Length;
        _row.Clear();
    }

    private readonly record struct Place(int Block, int Begin);
}
