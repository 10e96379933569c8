namespace Microsoft.ML.Data;

internal readonly record struct ScoredRow(bool IsPositive, float Score);

/// <summary>Reads labels and scores for the evaluators.</summary>
internal static class ScoredRows
{
    public static DataViewSchema.Column Column(IDataView data, string name)
    {
        Check.NotEmpty(name, nameof(name));
        return data.Schema.GetColumnOrNull(name) ?? throw Check.MissingColumn(nameof(data), name);
    }

    /// <summary>The rows with a label and a finite score.</summary>
    public static List<ScoredRow> Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        var rows = new List<ScoredRow>();
        using var cursor = data.GetRowCursor([label, score]);
        var getLabel = LabelGetter(cursor, label);
        var getScore = cursor.GetGetter<float>(score);
        while (cursor.MoveNext())
        {
            float labelValue = 0, scoreValue = 0;
            getLabel(ref labelValue);
            getScore(ref scoreValue);
            if (!float.IsNaN(labelValue) && float.IsFinite(scoreValue)) rows.Add(new ScoredRow(labelValue > 0, scoreValue));
        }
        return rows;
    }

    private static ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type == NumberDataViewType.Single) return row.GetGetter<float>(label);
        if (label.Type is BooleanDataViewType) return Convert(row.GetGetter<bool>(label), value => value ? 1 : 0);
        if (label.Type == NumberDataViewType.Double) return Convert(row.GetGetter<double>(label), value => (float)value);
        return (ValueGetter<float>)Generic.Call(KeyGetter<uint>, label.Type.RawType, row, label);
    }

    private static ValueGetter<float> KeyGetter<T>(DataViewRow row, DataViewSchema.Column label) =>
        Convert(row.GetGetter<T>(label), key => System.Convert.ToUInt64(key) is var raw && raw == 0 ? float.NaN : raw - 1);

    private static ValueGetter<float> Convert<T>(ValueGetter<T> getter, Func<T, float> convert)
    {
        T value = default;
        return (ref float label) =>
        {
            getter(ref value);
            label = convert(value);
        };
    }
}

internal static class RankingMetrics
{
    /// <summary>The probability that a positive scores above a negative; a tie counts one half.</summary>
    public static double AreaUnderRocCurve(List<ScoredRow> rows)
    {
        long positives = rows.Count(row => row.IsPositive), negatives = rows.Count - positives;
        if (positives == 0) throw new ArgumentOutOfRangeException(nameof(rows), "AUC needs a positive; there is none.");
        if (negatives == 0) throw new ArgumentOutOfRangeException(nameof(rows), "AUC needs a negative; there is none.");
        double above = 0, positivesAbove = 0;
        foreach (var ties in rows.GroupBy(row => row.Score).OrderByDescending(group => group.Key))
        {
            int tiedPositives = ties.Count(row => row.IsPositive), tiedNegatives = ties.Count() - tiedPositives;
            above += tiedNegatives * (positivesAbove + 0.5 * tiedPositives);
            positivesAbove += tiedPositives;
        }
        return above / ((double)positives * negatives);
    }

    /// <summary>
    /// The area under precision over recall, by trapezoids; tied rows count in the order in which they come, as in ML.NET.
    /// </summary>
    public static double AreaUnderPrecisionRecallCurve(List<ScoredRow> rows)
    {
        int positives = rows.Count(row => row.IsPositive);
        double area = 0, recall = 0, precision = 1;
        int found = 0, seen = 0;
        foreach (var row in rows.OrderByDescending(row => row.Score))
        {
            seen++;
            if (row.IsPositive)
            {
                found++;
                double nextRecall = (double)found / positives, nextPrecision = (double)found / seen;
                area += (nextRecall - recall) * (precision + nextPrecision) / 2;
                recall = nextRecall;
            }
            precision = (double)found / seen;
        }
        return area;
    }
}
