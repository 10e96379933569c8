namespace ActiveAnomaly.Training;

/// <summary>The same rows at every step, such as all labelled ones.</summary>
public sealed class FixedRowsSource : BatchSource
{
    private readonly int[] _rows;

    /// <summary>Creates the source.</summary>
    /// <param name="rows">The pool indices, in the order in which the objective wants them; at least one. They are copied.</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public FixedRowsSource(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
        {
            throw new ArgumentException("There are no rows; at least one is needed.", nameof(rows));
        }

        _rows = rows.ToArray();
    }

    /// <inheritdoc/>
    public override int LargestBatch => _rows.Length;

    /// <inheritdoc/>
    public override int? StepCount => null;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows(int stepIndex) => _rows;
}
