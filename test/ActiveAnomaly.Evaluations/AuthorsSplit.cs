using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Evaluations;

/// <summary>
/// The one split that the program of RoSAS's authors makes of a file (scikit-learn's train_test_split of each class with the random state
/// 2021, the first 30 training anomalies labelled, unlabelled ones removed, or copies of them added, until they are 2 % of the unlabelled
/// rows), so that systems are compared on the same rows.
/// </summary>
internal sealed class AuthorsSplit
{
    private const uint RandomState = 2021;
    private const int LabeledCount = 30;
    private const double Contamination = 0.02;

    private AuthorsSplit(FeatureMatrix training, PoolLabels labels, LabeledRows validation, LabeledRows test) =>
        (Training, Labels, Validation, Test) = (training, labels, validation, test);

    public FeatureMatrix Training { get; }

    public PoolLabels Labels { get; }

    public LabeledRows Validation { get; }

    public LabeledRows Test { get; }

    /// <summary>Makes the split of a data set.</summary>
    public static AuthorsSplit Of(EvaluationData data)
    {
        var normal = Parts(data, isAbnormal: false);
        var abnormal = Parts(data, isAbnormal: true);
        var scaling = Scaling(data.Rows, [.. normal.Training, .. abnormal.Training]);
        int[] unlabeled =
        [
            .. normal.Training, .. Unlabeled(normal.Training.Length, abnormal.Training[LabeledCount..], data.Rows.FeatureCount),
        ];
        int[] labeled = abnormal.Training[..LabeledCount];
        return new AuthorsSplit(
            scaling([.. unlabeled, .. labeled]),
            PoolLabels.None(unlabeled.Length + labeled.Length).With(
                Enumerable.Range(unlabeled.Length, labeled.Length).Select(row => KeyValuePair.Create(row, RowLabel.Abnormal))),
            Known(normal.Validation, abnormal.Validation),
            Known(normal.Test, abnormal.Test));

        LabeledRows Known(int[] normalRows, int[] abnormalRows) => new(
            scaling([.. normalRows, .. abnormalRows]),
            [.. Enumerable.Repeat(false, normalRows.Length), .. Enumerable.Repeat(true, abnormalRows.Length)]);
    }

    private static (int[] Training, int[] Validation, int[] Test) Parts(EvaluationData data, bool isAbnormal)
    {
        int[] rows = [.. Enumerable.Range(0, data.IsAbnormal.Length).Where(row => data.IsAbnormal[row] == isAbnormal)];
        var (training, others) = Cut(rows, 0.2 + 0.2);
        var (test, validation) = Cut(others, 0.2 / (0.2 + 0.2));
        return (training, validation, test);
    }

    private static (int[] First, int[] Second) Cut(int[] rows, double secondShare)
    {
        var count = (int)Math.Ceiling(secondShare * rows.Length);
        int[] order = [.. new NumpyRandom(RandomState).Permutation(rows.Length).Select(place => rows[place])];
        return (order[count..], order[..count]);
    }

    /// <summary>Gives the unlabelled anomalies. Copies, for the features that the program swaps are rounded down to none.</summary>
    private static IEnumerable<int> Unlabeled(int normalCount, int[] abnormal, int featureCount)
    {
        var wanted = (int)(normalCount * Contamination / (1 - Contamination));
        var random = new NumpyRandom(RandomState);
        if (abnormal.Length >= wanted)
        {
            var removed = random.Permutation(abnormal.Length)[..(abnormal.Length - wanted)].ToHashSet();
            return abnormal.Where((_, place) => !removed.Contains(place));
        }

        if (featureCount >= 20)
        {
            throw new NotSupportedException($"Of {featureCount} features the program swaps some, which is not done here.");
        }

        var added = new int[wanted - abnormal.Length];
        for (var i = 0; i < added.Length; i++)
        {
            added[i] = abnormal[random.Permutation(abnormal.Length)[0]];
            random.Permutation(featureCount);
        }

        return abnormal.Concat(added);
    }

    private static Func<int[], FeatureMatrix> Scaling(FeatureMatrix rows, int[] training)
    {
        var ranges = Enumerable.Range(0, rows.FeatureCount)
            .Select(k => (Lowest: training.Min(row => rows.Row(row)[k]), Highest: training.Max(row => rows.Row(row)[k])))
            .ToArray();
        return chosen => FeatureMatrix.FromRows([.. chosen.Select(row => Enumerable.Range(0, ranges.Length).Select(
            k => (float)(((double)rows.Row(row)[k] - ranges[k].Lowest) / ((double)ranges[k].Highest - ranges[k].Lowest))).ToArray())]);
    }
}
