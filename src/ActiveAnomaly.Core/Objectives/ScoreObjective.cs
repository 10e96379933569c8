using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>A loss that is a function of each row's anomaly score s: a derived class gives the loss and dL/ds.</summary>
public abstract class ScoreObjective : Objective
{
    private float[] _scores = [];
    private float[] _slopes = [];

    /// <summary>Creates the objective.</summary>
    /// <param name="scores">The scores s [b x 1], such as <see cref="TrainingPass.SquaredDistance"/> or a head gives them.</param>
    /// <exception cref="ArgumentException">The value has more than one column.</exception>
    protected ScoreObjective(PassValue scores)
        : base(scores)
    {
        if (scores.Size != 1)
        {
            throw new ArgumentException($"'{scores.Name}' has {scores.Size} columns; scores have one.", nameof(scores));
        }
    }

    /// <summary>Gets the scores that the loss is a function of.</summary>
    public PassValue Scores => Values[0];

    /// <inheritdoc/>
    public override void Prepare(int largestBatch)
    {
        _scores = new float[largestBatch];
        _slopes = new float[largestBatch];
    }

    /// <inheritdoc/>
    public sealed override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
    {
        var scores = values[0];
        if (scores.Stride == 1)
        {
            return EvaluateScores(scores.Rows, scores.Values, scores.Gradient, withLoss);
        }

        // The outputs of a part, which lie apart.
        for (var position = 0; position < scores.RowCount; position++)
        {
            _scores[position] = scores.Row(position)[0];
        }

        var loss = EvaluateScores(scores.Rows, _scores.AsSpan(0, scores.RowCount), _slopes.AsSpan(0, scores.RowCount), withLoss);
        for (var position = 0; position < scores.RowCount; position++)
        {
            scores.GradientOf(position)[0] = _slopes[position];
        }

        return loss;
    }

    /// <summary>Computes the loss and its derivative by each row's score.</summary>
    /// <param name="rows">The pool indices of the batch's b rows.</param>
    /// <param name="scores">Their scores s [b].</param>
    /// <param name="slopes">Receives dL/ds [b].</param>
    /// <param name="withLoss">False when the loss is not needed.</param>
    /// <returns>The loss.</returns>
    protected abstract float EvaluateScores(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, Span<float> slopes, bool withLoss);
}
