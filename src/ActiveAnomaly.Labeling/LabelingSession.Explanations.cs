namespace ActiveAnomaly.Labeling;

/// <content>Why the model gives a row its score.</content>
public sealed partial class LabelingSession
{
    private RowExplanations? _explanations;

    /// <summary>
    /// Explains the score that the model gives a row, the one that <see cref="State"/> shows: what each feature adds to it, compared with
    /// ordinary rows of the pool. Nothing waits for it, and it waits for nothing.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">There is no model yet.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RowExplanation Explain(int row, CancellationToken cancellationToken = default)
    {
        ModelState model;
        lock (_gate)
        {
            AnswerIntake.RequireRow(_session, row);
            model = _states.Model
                ?? throw new InvalidOperationException(
                    "There is no model yet that could explain a row. Wait for the first: WaitForModelAsync.");
        }

        // Several requests may prepare for a new model at the same time: whichever is kept, they are the same.
        var explanations = Volatile.Read(ref _explanations);
        if (explanations?.Model != model)
        {
            explanations = new RowExplanations(model, Pool);
            Volatile.Write(ref _explanations, explanations);
        }

        return explanations.Of(row, cancellationToken);
    }
}
