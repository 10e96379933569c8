using ActiveAnomaly.Tables;
using Microsoft.ML;

namespace ActiveAnomaly.Labeling;

/// <summary>Rows in a data view.</summary>
internal sealed class PoolView(IDataView data) : PoolSource
{
    public override string Path => string.Empty;

    public override string Name => "the data view";

    public override Table Read(LabelingPoolOptions options, CancellationToken cancellationToken) => TableReader.ReadDataView(
        data, options.ForReader(data.Schema.Where(column => !column.IsHidden).Select(column => column.Name)), cancellationToken);

    public override Table ReadAs(TableSchema schema, TableOptions options, CancellationToken cancellationToken) =>
        TableReader.ReadDataViewAs(data, schema, options, cancellationToken);

    public override TableCells ReadCells(Table table, CancellationToken cancellationToken) =>
        TableReader.ReadDataViewCells(data, table, cancellationToken);
}
