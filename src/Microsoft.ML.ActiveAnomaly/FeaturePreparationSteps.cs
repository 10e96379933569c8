using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>A step of feature preparation.</summary>
/// <param name="Estimator">One of ML.NET's own.</param>
/// <param name="Data">The rows that it learns from; null where it learns from none.</param>
internal sealed record PreparationStep(IEstimator<ITransformer> Estimator, Func<IDataView>? Data = null);

/// <summary>
/// The estimators that features are prepared with. None learns from the training rows: what <see cref="FeatureStatistics"/> found there is
/// handed on as one or two rows from which ML.NET's estimators learn just that. So the rows are read once, and the median, which ML.NET
/// does not impute, is the mean of one value.
/// </summary>
/// <remarks>
/// <para>
/// ML.NET names features after the columns that are concatenated. So columns are converted under their own names, after a copy was put
/// aside, which is put back in the end.
/// </para>
/// <para>
/// Medians and scaling go to all features at once or, where some are categories, to the columns of numbers before these are concatenated:
/// nothing else that ML.NET does to a vector keeps which of its slots are the categories of one column (CategoricalSlotRanges), which
/// detectors and ML.NET's own trees go by.
/// </para>
/// </remarks>
internal sealed class FeaturePreparationSteps(
    MLContext mlContext, IReadOnlyList<PreparedColumn> columns, FeaturePreparationOptions options)
{
    private const string AsidePrefix = "__ActiveAnomaly.Aside.";
    private const string TypePrefix = "__ActiveAnomaly.Type.";
    private const string AllPrefix = "__ActiveAnomaly.All.";
    private const string ExactPrefix = "__ActiveAnomaly.Exact.";

    private readonly bool _changesColumns = columns.Any(column => column.IsText || column.IsKey)
        && (options.Imputation != FeatureImputation.None || options.Scaling != FeatureScaling.None);

    /// <summary>The columns that become something else under their own names.</summary>
    private IEnumerable<PreparedColumn> Converted =>
        columns.Where(column => column.IsConverted || (_changesColumns && column.IsNumber));

    /// <summary>Checks types, puts copies aside, and makes numbers and truth values Single.</summary>
    public IEnumerable<PreparationStep> Conversions()
    {
        foreach (var check in TypeChecks())
        {
            yield return check;
        }

        foreach (var copy in Copies(Kept, column => AsidePrefix + column.Name, column => column.Name))
        {
            yield return copy;
        }

        InputOutputColumnPair[] numbers = [.. columns
            .Where(column => column.IsConverted && (column.IsNumber || column.IsTruthValue))
            .Select(column => new InputOutputColumnPair(column.Name))];
        if (numbers.Length > 0)
        {
            yield return new(mlContext.Transforms.Conversion.ConvertType(numbers, DataKind.Single));
        }
    }

    /// <summary>Tells the column that <see cref="WithExact"/> adds for one.</summary>
    public static string ExactName(PreparedColumn column) => ExactPrefix + column.Name;

    /// <summary>Adds to the training rows, for each column that Single rounds, one of Double to compare features with.</summary>
    public IDataView WithExact(IDataView data)
    {
        InputOutputColumnPair[] exact = [.. columns
            .Where(column => column.IsRounded)
            .Select(column => new InputOutputColumnPair(ExactName(column), column.Name))];
        return exact.Length == 0
            ? data
            : mlContext.Transforms.Conversion.ConvertType(exact, DataKind.Double).Fit(new EmptyDataView(data.Schema)).Transform(data);
    }

    /// <summary>Makes the features.</summary>
    /// <param name="statistics">What the training rows say; null where only the columns' shape matters.</param>
    public IEnumerable<PreparationStep> Features(FeatureStatistics? statistics)
    {
        if (_changesColumns)
        {
            foreach (var change in Changes([.. Numbers.Select(column => column.Name)], statistics))
            {
                yield return change;
            }
        }

        foreach (var column in columns.Where(column => column.IsText))
        {
            var categories = mlContext.Data.LoadFromEnumerable(
                (statistics?.Categories(column) ?? ["category"]).Select(text => new Category { Text = text }));
            yield return new(mlContext.Transforms.Categorical.OneHotEncoding(column.Name, column.Name, keyData: categories));
        }

        InputOutputColumnPair[] keys = [.. columns.Where(column => column.IsKey).Select(column => new InputOutputColumnPair(column.Name))];
        if (keys.Length > 0)
        {
            yield return new(mlContext.Transforms.Conversion.MapKeyToVector(keys));
        }

        yield return new(mlContext.Transforms.Concatenate(options.OutputColumnName, [.. columns.Select(column => column.Name)]));
        if (!_changesColumns)
        {
            foreach (var change in Changes([options.OutputColumnName], statistics))
            {
                yield return change;
            }
        }
    }

    /// <summary>Puts the columns that were converted back as they were.</summary>
    public IEnumerable<PreparationStep> Restoration()
    {
        foreach (var copy in Copies(Kept, column => column.Name, column => AsidePrefix + column.Name))
        {
            yield return copy;
        }

        if (Kept.Any())
        {
            yield return new(mlContext.Transforms.DropColumns([.. Kept.Select(column => AsidePrefix + column.Name)]));
        }
    }

    /// <summary>
    /// Refuses other types than those that were seen: the conversions take any, text in place of numbers too. Columns can only be
    /// concatenated where they are of one type, which a column that was converted to the one seen sets; ML.NET then names the column and
    /// both types. What is dropped is never computed. Keys are checked where they become vectors.
    /// </summary>
    private IEnumerable<PreparationStep> TypeChecks()
    {
        foreach (var group in columns.Where(column => !column.IsKey).GroupBy(column => column.Kind))
        {
            var (type, all) = (TypePrefix + group.Key, AllPrefix + group.Key);
            yield return new(mlContext.Transforms.Conversion.ConvertType(type, group.First().Name, group.Key));
            yield return new(mlContext.Transforms.Concatenate(all, [type, .. group.Select(column => column.Name)]));
            yield return new(mlContext.Transforms.DropColumns(type, all));
        }
    }

    /// <summary>The converted columns but one that the features take the place of.</summary>
    private IEnumerable<PreparedColumn> Kept => Converted.Where(column => column.Name != options.OutputColumnName);

    /// <summary>
    /// Copies columns. A conversion of a type to itself copies any number of them in one step, and CopyColumns one only; keys are not
    /// converted so.
    /// </summary>
    private IEnumerable<PreparationStep> Copies(
        IEnumerable<PreparedColumn> copied, Func<PreparedColumn, string> to, Func<PreparedColumn, string> from)
    {
        foreach (var group in copied.Where(column => !column.IsKey).GroupBy(column => column.Kind))
        {
            InputOutputColumnPair[] pairs = [.. group.Select(column => new InputOutputColumnPair(to(column), from(column)))];
            yield return new(mlContext.Transforms.Conversion.ConvertType(pairs, group.Key));
        }

        foreach (var column in copied.Where(column => column.IsKey))
        {
            yield return new(mlContext.Transforms.CopyColumns(to(column), from(column)));
        }
    }

    private IEnumerable<PreparedColumn> Numbers => columns.Where(column => column.IsNumber);

    /// <summary>Fills in and scales: the columns of numbers, or the features, which then all are numbers or truth values.</summary>
    private IEnumerable<PreparationStep> Changes(IReadOnlyList<string> names, FeatureStatistics? statistics)
    {
        InputOutputColumnPair[] changed = [.. names.Select(name => new InputOutputColumnPair(name))];
        if (changed.Length > 0 && options.Imputation == FeatureImputation.Median)
        {
            yield return new(
                mlContext.Transforms.ReplaceMissingValues(changed, MissingValueReplacingEstimator.ReplacementMode.Mean),
                () => Rows(column => [statistics!.Medians(column)]));
        }

        if (changed.Length > 0 && options.Scaling != FeatureScaling.None)
        {
            yield return new(
                mlContext.Transforms.NormalizeMinMax(changed, fixZero: false),
                () => Rows(column => [Anchors(column, anchors => anchors.Zero), Anchors(column, anchors => anchors.One)]));
        }

        // What is 0 or 1 stays so.
        IEnumerable<float> Anchors(PreparedColumn column, Func<(float Zero, float One), float> anchor) => column.IsNumber
            ? statistics!.Anchors(column).Select(anchor)
            : Enumerable.Repeat(anchor((0, 1)), column.Size);
    }

    /// <summary>Gives rows of what is changed.</summary>
    /// <param name="values">A column's values, one sequence a row.</param>
    private StatisticsView Rows(Func<PreparedColumn, IEnumerable<float>[]> values) => new(_changesColumns
        ? [.. Numbers.Select(column => new StatisticsColumn(
            column.Name, column.Type is VectorDataViewType, [.. values(column).Select(row => row.ToArray())]))]
        : [new StatisticsColumn(options.OutputColumnName, IsVector: true, ByRow([.. columns.Select(values)]))]);

    private static float[][] ByRow(IEnumerable<float>[][] columns) =>
        [.. Enumerable.Range(0, columns[0].Length).Select(row => columns.SelectMany(column => column[row]).ToArray())];

    private sealed class Category
    {
        public string Text { get; set; } = string.Empty;
    }
}
