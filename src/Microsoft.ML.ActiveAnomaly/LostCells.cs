using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tables.Sources;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Refuses empty cells of a DataFrame that would arrive as 0 or false.</summary>
internal static class LostCells
{
    /// <summary>Throws where one of some columns has such cells.</summary>
    /// <param name="data">A DataFrame, or a view whose rows may come from one.</param>
    /// <param name="columns">The columns.</param>
    /// <exception cref="FeatureDataException">There are some; the message names column, row and remedy.</exception>
    public static void Refuse(IDataView data, IEnumerable<DataViewSchema.Column> columns)
    {
        if (DataFrameNulls.FirstLost(data, columns) is var (column, row))
        {
            throw new FeatureDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The DataFrame's column '{column.Name}' is {column.Type} and has empty cells, the first in row {row}; a DataFrame "
                    + $"hands them on as {(column.Type is BooleanDataViewType ? "false" : "0")}. Fill them in, or make it a "
                    + $"SingleDataFrameColumn of the same values, whose empty cells stay missing."),
                row,
                columnIndex: null);
        }
    }
}
