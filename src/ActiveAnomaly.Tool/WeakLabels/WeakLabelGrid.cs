using System.Globalization;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The cells of an experiment. Cells of one split lie side by side, so that few splits are in memory at a time.</summary>
internal static class WeakLabelGrid
{
    public const string Features = "features";
    public const string Rows = "rows";

    /// <summary>The number of rows where features are counted, and of features where rows are.</summary>
    public const int RowsOfFeatures = 5000;

    public const int FeaturesOfRows = 128;

    public const int FewestFeatures = 16;
    public const int MostFeatures = 4096;
    public const int FewestRows = 4000;

    /// <summary>Gives the values that an experiment varies its setting over, where the command line gives no others.</summary>
    public static IReadOnlyList<double> DefaultValues(WeakLabelExperiment experiment) => experiment switch
    {
        WeakLabelExperiment.Contamination => [0, 0.02, 0.04, 0.06, 0.08],
        WeakLabelExperiment.Labels => [10, 30, 50, 70, 90],
        _ => [],
    };

    /// <summary>Gives the cells, in the order in which they are run and written.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="datasets">The names of the data sets.</param>
    public static List<WeakLabelCell> Cells(WeakLabelsOptions options, IEnumerable<string> datasets) =>
    [
        .. from dataset in datasets
           from outer in options.IsOfRosas ? [(string.Empty, string.Empty)] : Varied(options)
           from run in Enumerable.Range(1, options.RunCount)
           from varied in options.IsOfRosas ? Varied(options) : [outer]
           from method in options.Methods
           select new WeakLabelCell(dataset, method, varied.Setting, varied.Value, run),
    ];

    private static IEnumerable<(string Setting, string Value)> Varied(WeakLabelsOptions options) => options.Experiment switch
    {
        WeakLabelExperiment.Contamination or WeakLabelExperiment.Labels =>
            options.Values.Select(value => (options.ExperimentName, value.ToString("R", CultureInfo.InvariantCulture))),
        WeakLabelExperiment.Scalability => Doubled(FewestFeatures, options.MostFeatures)
            .Select(value => (Features, value)).Concat(Doubled(FewestRows, options.MostRows).Select(value => (Rows, value))),
        WeakLabelExperiment.Ablations or WeakLabelExperiment.Sensitivity => RosasVariants.Of(options.Experiment),
        _ => [(string.Empty, string.Empty)],
    };

    private static IEnumerable<string> Doubled(int first, int last)
    {
        for (long value = first; value <= last; value *= 2)
        {
            yield return value.ToString(CultureInfo.InvariantCulture);
        }
    }
}
