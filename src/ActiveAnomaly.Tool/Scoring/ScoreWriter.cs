namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Writes a file of scores, row by row. Not thread safe.</summary>
internal abstract class ScoreWriter : IDisposable
{
    /// <summary>Begins a file.</summary>
    public static ScoreWriter Create(string path, ScoreFormat format, ScoreColumns columns) => format == ScoreFormat.Parquet
        ? new ParquetScoreWriter(path, columns)
        : new CsvScoreWriter(path, columns);

    /// <summary>Writes the next row.</summary>
    /// <param name="line">Its place in its table.</param>
    /// <param name="row">What the model says of it.</param>
    /// <param name="reasons">Why, the largest reason first; no more than the columns have room for.</param>
    public abstract void Write(long line, ScoredRow row, IReadOnlyList<Reason> reasons);

    /// <summary>Writes what is still held back. A file that is disposed without it is not whole.</summary>
    public abstract void Complete();

    public abstract void Dispose();
}
