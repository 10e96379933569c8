using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling;

/// <summary>Where a pool's rows are read from.</summary>
internal abstract class PoolSource
{
    /// <summary>Gets the path of the file as it was given; empty for a data view.</summary>
    public abstract string Path { get; }

    /// <summary>Gets what to call it in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Reads the table for a new session.</summary>
    public abstract Table Read(LabelingPoolOptions options, CancellationToken cancellationToken);

    /// <summary>Reads the table as it was read for a session.</summary>
    public abstract Table ReadAs(TableSchema schema, TableOptions options, CancellationToken cancellationToken);

    /// <summary>Reads the cells of the table, or of some of its rows.</summary>
    public abstract TableCells ReadCells(Table table, CancellationToken cancellationToken);
}
