namespace ActiveAnomaly.Data;

/// <summary>The labels of the rows of one pool. Immutable, and so safe to share between threads.</summary>
public sealed class PoolLabels
{
    private readonly RowLabel[] _labels;
    private readonly int[] _labeledRows;
    private int[]? _normalRows;
    private int[]? _abnormalRows;
    private TwinLabels? _withTwins;

    private PoolLabels(RowLabel[] labels, int[] labeledRows)
    {
        _labels = labels;
        _labeledRows = labeledRows;
    }

    /// <summary>Gets the number of rows, n.</summary>
    public int RowCount => _labels.Length;

    /// <summary>Gets the rows labelled normal, ascending.</summary>
    public IReadOnlyList<int> NormalRows => _normalRows ??= Of(RowLabel.Normal);

    /// <summary>Gets the rows labelled abnormal, ascending.</summary>
    public IReadOnlyList<int> AbnormalRows => _abnormalRows ??= Of(RowLabel.Abnormal);

    /// <summary>
    /// Gets the rows that carry a label, in the order in which they got it; those that were labelled from the beginning come first,
    /// ascending. A detector may take them in that order, so that a new answer only adds to what is computed already.
    /// </summary>
    public IReadOnlyList<int> LabeledRows => _labeledRows;

    /// <summary>Gets the number of rows that carry a label.</summary>
    public int LabeledCount => _labeledRows.Length;

    /// <summary>Gets the labels of all rows, in pool order.</summary>
    public ReadOnlySpan<RowLabel> Values => _labels;

    /// <summary>Gets the label of one row.</summary>
    /// <param name="rowIndex">The row, from 0.</param>
    public RowLabel this[int rowIndex] => _labels[rowIndex];

    /// <summary>Makes labels that say nothing about any row.</summary>
    /// <param name="rowCount">The number of rows, n.</param>
    /// <returns>The labels.</returns>
    public static PoolLabels None(int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        return new PoolLabels(new RowLabel[rowCount], []);
    }

    /// <summary>Makes labels of a copy of <paramref name="labels"/>.</summary>
    /// <param name="labels">One label a row, in pool order.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="ArgumentException">A value is none of <see cref="RowLabel"/>'s.</exception>
    public static PoolLabels Copy(ReadOnlySpan<RowLabel> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not (RowLabel.Unlabeled or RowLabel.Normal or RowLabel.Abnormal))
            {
                throw new ArgumentException($"Row {i} has label {(int)labels[i]}; the values of RowLabel are allowed.", nameof(labels));
            }
        }

        var copy = labels.ToArray();
        return new PoolLabels(copy, Ascending(copy));
    }

    /// <summary>Makes labels of arrays that are theirs from now on: nobody else may keep them.</summary>
    /// <param name="labels">One label a row, in pool order.</param>
    /// <param name="labeledRows">The rows that carry one, each once, in the order of <see cref="LabeledRows"/>.</param>
    internal static PoolLabels Owning(RowLabel[] labels, int[] labeledRows) => new(labels, labeledRows);

    /// <summary>Makes labels that say in addition what <paramref name="answers"/> say.</summary>
    /// <param name="answers">Rows and what they were found to be.</param>
    /// <returns>New labels; this object stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">An answer takes a label away, or contradicts one given before.</exception>
    public PoolLabels With(IEnumerable<KeyValuePair<int, RowLabel>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var labels = (RowLabel[])_labels.Clone();
        var labeledRows = new List<int>(_labeledRows);
        foreach (var (rowIndex, label) in answers)
        {
            if ((uint)rowIndex >= (uint)labels.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(answers),
                    rowIndex,
                    $"There is no row {rowIndex}; the pool's rows are 0 to {labels.Length - 1}.");
            }

            if (label is not (RowLabel.Normal or RowLabel.Abnormal))
            {
                throw new ArgumentException($"The answer for row {rowIndex} is {label}; Normal and Abnormal are allowed.", nameof(answers));
            }

            if (labels[rowIndex] != RowLabel.Unlabeled && labels[rowIndex] != label)
            {
                throw new ArgumentException(
                    $"Row {rowIndex} was labelled {labels[rowIndex]} before and is {label} now. "
                    + "Labels are never changed: make new labels if the earlier answer was wrong.",
                    nameof(answers));
            }

            if (labels[rowIndex] == RowLabel.Unlabeled)
            {
                labeledRows.Add(rowIndex);
            }

            labels[rowIndex] = label;
        }

        return new PoolLabels(labels, [.. labeledRows]);
    }

    /// <summary>
    /// Makes labels that say of every row what its twins, the rows of equal features, are known to be: a row that carries none gets the
    /// label of most of its labelled twins. It stays without one where they contradict each other and as many say the one as the other.
    /// </summary>
    /// <param name="pool">The rows that the labels are of.</param>
    /// <returns>
    /// New labels, the labels got from twins last in their order, ascending; this object where no row gets one.
    /// </returns>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public PoolLabels WithTwins(FeatureMatrix pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (pool.RowCount != RowCount)
        {
            throw new ArgumentException(
                $"There are labels for {RowCount} rows and {pool.RowCount} rows in the pool; one label a row is needed.", nameof(pool));
        }

        if (LabeledCount == 0 || LabeledCount == RowCount)
        {
            return this;
        }

        // The same labels are asked for again by whoever trains, chooses and audits.
        var known = _withTwins;
        if (known?.Pool != pool)
        {
            _withTwins = known = new TwinLabels(pool, FindWithTwins(pool));
        }

        return known.Labels;
    }

    private PoolLabels FindWithTwins(FeatureMatrix pool)
    {
        var twins = pool.FirstTwins();
        var balances = new Dictionary<int, int>(LabeledCount);
        foreach (var row in _labeledRows)
        {
            balances[twins[row]] = balances.GetValueOrDefault(twins[row]) + (_labels[row] == RowLabel.Abnormal ? 1 : -1);
        }

        // Only twins of labelled rows are looked at: one answer costs no more in a pool of a million rows than in a small one.
        var groups = pool.TwinGroups();
        var added = new List<int>();
        foreach (var (first, balance) in balances)
        {
            if (balance != 0)
            {
                added.AddRange(groups.Of(first).Where(row => _labels[row] == RowLabel.Unlabeled));
            }
        }

        if (added.Count == 0)
        {
            return this;
        }

        added.Sort();
        var labels = (RowLabel[])_labels.Clone();
        foreach (var row in added)
        {
            labels[row] = balances[twins[row]] > 0 ? RowLabel.Abnormal : RowLabel.Normal;
        }

        return new PoolLabels(labels, [.. _labeledRows, .. added]);
    }

    private int[] Of(RowLabel wanted)
    {
        var rows = Array.FindAll(_labeledRows, row => _labels[row] == wanted);
        Array.Sort(rows);
        return rows;
    }

    private static int[] Ascending(RowLabel[] labels)
    {
        var rows = new int[labels.Length - labels.AsSpan().Count(RowLabel.Unlabeled)];
        for (int row = 0, next = 0; next < rows.Length; row++)
        {
            if (labels[row] != RowLabel.Unlabeled)
            {
                rows[next++] = row;
            }
        }

        return rows;
    }

    /// <summary>What <see cref="WithTwins"/> made last.</summary>
    private sealed record TwinLabels(FeatureMatrix Pool, PoolLabels Labels);
}
