using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Data;

/// <summary>
/// Data of known truth made into a weakly supervised experiment: a training part in which a few anomalies are labelled and all other rows
/// are not, a validation part and a test part. Split by class, scaled to [0, 1] by the minimum and maximum of the training part, without
/// the features that are constant there, and with the share of anomalies among the unlabelled rows that is asked for. Immutable.
/// </summary>
/// <remarks>
/// The order in which anomalies are labelled, kept and removed depends on the random numbers only: with more labels those of fewer are
/// labelled too, and a lower contamination keeps a part of the anomalies of a higher one. Deviations from the program of Xu et al. (2023):
/// constants are those of the training part, not of all rows; an added anomaly has at least one feature of another one, where the
/// program, which rounds down, copies whole anomalies of fewer than 20 features; counts are rounded to the nearest, not down.
/// </remarks>
public sealed class WeakLabelSplit
{
    private readonly bool[] _trainingTruth;
    private readonly bool[] _validationTruth;
    private readonly bool[] _testTruth;

    private WeakLabelSplit(
        FeatureMatrix training,
        PoolLabels labels,
        bool[] trainingTruth,
        int addedCount,
        (int[] Rows, FeatureMatrix Features, bool[] Truth)? validation,
        (int[] Rows, FeatureMatrix Features, bool[] Truth) test,
        int[] trainingRows,
        int[] features)
    {
        Training = training;
        Labels = labels;
        _trainingTruth = trainingTruth;
        AddedCount = addedCount;
        Validation = validation?.Features;
        _validationTruth = validation?.Truth ?? [];
        ValidationRows = validation?.Rows ?? [];
        Test = test.Features;
        _testTruth = test.Truth;
        TestRows = test.Rows;
        TrainingRows = trainingRows;
        Features = features;
    }

    /// <summary>Gets the rows to train on: those of the data in their order, then added anomalies.</summary>
    public FeatureMatrix Training { get; }

    /// <summary>Gets what is known of the training rows: some anomalies are labelled abnormal, nothing else is.</summary>
    public PoolLabels Labels { get; }

    /// <summary>Gets which training rows are abnormal, the unlabelled ones included.</summary>
    public ReadOnlySpan<bool> TrainingTruth => _trainingTruth;

    /// <summary>Gets the number of training rows, the last ones, that were made of two anomalies each.</summary>
    public int AddedCount { get; }

    /// <summary>Gets the training rows' numbers in the data, ascending; added rows have none.</summary>
    public IReadOnlyList<int> TrainingRows { get; }

    /// <summary>Gets the rows to choose by, or null where the validation part has none.</summary>
    public FeatureMatrix? Validation { get; }

    /// <summary>Gets which validation rows are abnormal.</summary>
    public ReadOnlySpan<bool> ValidationTruth => _validationTruth;

    /// <summary>Gets the validation rows' numbers in the data, ascending.</summary>
    public IReadOnlyList<int> ValidationRows { get; }

    /// <summary>Gets the rows to evaluate on.</summary>
    public FeatureMatrix Test { get; }

    /// <summary>Gets which test rows are abnormal.</summary>
    public ReadOnlySpan<bool> TestTruth => _testTruth;

    /// <summary>Gets the test rows' numbers in the data, ascending.</summary>
    public IReadOnlyList<int> TestRows { get; }

    /// <summary>Gets the features that are kept, by their numbers in the data: those that are not constant in the training part.</summary>
    public IReadOnlyList<int> Features { get; }

    /// <summary>Gets the share of anomalies among the unlabelled training rows.</summary>
    public double Contamination
    {
        get
        {
            var unlabeled = Training.RowCount - Labels.LabeledCount;
            return unlabeled == 0 ? 0 : (double)(_trainingTruth.AsSpan().Count(true) - Labels.LabeledCount) / unlabeled;
        }
    }

    /// <summary>Makes the experiment of one run.</summary>
    /// <param name="rows">The data, [n x d], unscaled.</param>
    /// <param name="isAbnormal">The truth, one value a row.</param>
    /// <param name="options">What it is made of; null for the defaults.</param>
    /// <param name="random">Random numbers; only their seed is used, so that the same seed gives the same split.</param>
    /// <returns>The experiment.</returns>
    /// <exception cref="ArgumentException">There is not one truth a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="FeatureDataException">
    /// A part has too few rows of a kind, all features are constant, or a row lies too far outside the training part's range.
    /// </exception>
    public static WeakLabelSplit Of(FeatureMatrix rows, ReadOnlySpan<bool> isAbnormal, WeakLabelOptions? options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(random);
        options ??= new WeakLabelOptions();
        options.Validate();
        if (isAbnormal.Length != rows.RowCount)
        {
            throw new ArgumentException(
                $"There are {rows.RowCount} rows and {isAbnormal.Length} truths; one truth a row is needed.", nameof(isAbnormal));
        }

        var truth = isAbnormal.ToArray();
        var normal = Parts(truth, isAbnormal: false, options, random.Derive("normal"));
        var abnormal = Parts(truth, isAbnormal: true, options, random.Derive("abnormal"));
        RequireAnomalies(abnormal.Training.Length, options.LabeledCount);
        int[] split = [.. normal.Training.Concat(abnormal.Training).Order()];
        var scaling = MinMaxScaling.Of(rows, split);

        var hidden = abnormal.Training.Length - options.LabeledCount;
        var wanted = Wanted(options, hidden, normal.Training.Length);
        int[] trainingRows = [.. normal.Training.Concat(abnormal.Training.Take(options.LabeledCount + Math.Min(hidden, wanted))).Order()];
        var training = scaling.Apply(rows, trainingRows);
        var addedCount = Math.Max(0, wanted - hidden);
        if (addedCount > 0)
        {
            // As in the program: of unlabelled anomalies, and of labelled ones where there are hardly any others; of all where these are
            // too few as well.
            var seeds = scaling.Apply(
                rows,
                hidden > 2 ? abnormal.Training.AsSpan(options.LabeledCount)
                : options.LabeledCount >= 2 ? abnormal.Training.AsSpan(0, options.LabeledCount)
                : abnormal.Training);
            training = training.Append(Added(seeds, addedCount, options.SwappedShare, random.Derive("added")));
        }

        var labels = new RowLabel[training.RowCount];
        foreach (var row in abnormal.Training.AsSpan(0, options.LabeledCount))
        {
            labels[Array.BinarySearch(trainingRows, row)] = RowLabel.Abnormal;
        }

        return new WeakLabelSplit(
            training,
            PoolLabels.Copy(labels),
            [.. trainingRows.Select(row => truth[row]), .. Enumerable.Repeat(true, addedCount)],
            addedCount,
            normal.Validation.Length + abnormal.Validation.Length == 0 ? null : Part(normal.Validation, abnormal.Validation),
            Part(normal.Test, abnormal.Test),
            trainingRows,
            scaling.Features);

        (int[] Rows, FeatureMatrix Features, bool[] Truth) Part(int[] normalRows, int[] abnormalRows)
        {
            int[] part = [.. normalRows.Concat(abnormalRows).Order()];
            return (part, scaling.Apply(rows, part), [.. part.Select(row => truth[row])]);
        }
    }

    /// <summary>Gives the rows of one class in a random order, cut into the three parts.</summary>
    private static (int[] Training, int[] Validation, int[] Test) Parts(
        bool[] truth, bool isAbnormal, WeakLabelOptions options, SeededRandom random)
    {
        int[] rows = [.. Enumerable.Range(0, truth.Length).Where(row => truth[row] == isAbnormal)];
        random.Shuffle<int>(rows);
        var validation = Rounded(options.ValidationShare * rows.Length);
        var test = Rounded((1 - options.TrainingShare - options.ValidationShare) * rows.Length);
        var training = rows.Length - validation - test;
        var kind = isAbnormal ? "abnormal" : "normal";
        Require(training > 0, "training");
        Require(test > 0, "test");
        return (rows[..training], rows[training..(training + validation)], rows[(training + validation)..]);

        void Require(bool holds, string part)
        {
            if (!holds)
            {
                throw new FeatureDataException(
                    $"The data have {rows.Length} {kind} rows, of which none comes into the {part} part; at least one is needed there. "
                    + "Give more rows, or other shares.");
            }
        }
    }

    private static void RequireAnomalies(int found, int wanted)
    {
        if (found < wanted)
        {
            throw new FeatureDataException(
                $"The training part has {found} abnormal rows, and {wanted} are to be labelled (LabeledCount). Label at most {found}, or "
                + "give data with more anomalies.");
        }
    }

    /// <summary>Gives the number of unlabelled anomalies; c / (1 - c) of the normal rows, where there may be so many.</summary>
    private static int Wanted(WeakLabelOptions options, int hidden, int normalCount)
    {
        var wanted = options.Contamination is { } share ? Rounded(share / (1 - share) * normalCount) : hidden;
        return options.AddsAnomalies ? wanted : Math.Min(hidden, wanted);
    }

    private static FeatureMatrix Added(FeatureMatrix seeds, int count, double share, SeededRandom random)
    {
        if (seeds.RowCount < 2)
        {
            throw new FeatureDataException(
                $"{count} anomalies are to be added, and the training part has {seeds.RowCount} to make them of; at least 2 are needed. "
                + "Leave AddsAnomalies out, or give data with more anomalies.");
        }

        int[] rows = [.. Enumerable.Range(0, seeds.RowCount)];
        int[] features = [.. Enumerable.Range(0, seeds.FeatureCount)];
        var swapped = share <= 0 ? 0 : Math.Max(1, (int)(share * seeds.FeatureCount));
        var builder = new FeatureMatrixBuilder(seeds.FeatureCount, count, seeds.FeatureNames);
        for (var i = 0; i < count; i++)
        {
            var pair = random.Sample(rows, 2);
            var row = seeds.Row(pair[0]).ToArray();
            foreach (var feature in random.Sample(features, swapped))
            {
                row[feature] = seeds.Row(pair[1])[feature];
            }

            builder.Add(row);
        }

        return builder.ToMatrix();
    }

    private static int Rounded(double count) => (int)Math.Round(count, MidpointRounding.AwayFromZero);
}
