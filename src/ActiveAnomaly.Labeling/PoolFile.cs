using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling;

/// <summary>Rows in a file.</summary>
internal sealed class PoolFile(string path) : PoolSource
{
    public override string Path => path;

    public override string Name => System.IO.Path.GetFileName(path);

    public override Table Read(LabelingPoolOptions options, CancellationToken cancellationToken) => TableReader.Read(
        path,
        options.ForReader(TableReader.ReadColumnNames(path, options.Table, cancellationToken)),
        cancellationToken);

    public override Table ReadAs(TableSchema schema, TableOptions options, CancellationToken cancellationToken) =>
        TableReader.ReadAs(path, schema, options, cancellationToken);

    public override TableCells ReadCells(Table table, CancellationToken cancellationToken) =>
        TableReader.ReadCells(path, table, cancellationToken);
}
