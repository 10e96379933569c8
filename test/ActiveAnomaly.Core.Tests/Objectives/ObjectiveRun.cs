using ActiveAnomaly.Kernels;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>Evaluates a loss of scores on codes given by hand: one code a row, h = 1, and the centre 0, so that s = z^2.</summary>
internal static class ObjectiveRun
{
    /// <summary>Scores that an objective can be made for; <see cref="Of"/> gives the numbers.</summary>
    public static PassValue Scores => Values(1);

    /// <summary>Prepares the objective and gives its loss and dL/dz; row i of the batch is row i of the pool.</summary>
    public static (float Loss, float[] Gradient) Of(Objective objective, params float[] codes)
    {
        objective.Prepare(codes.Length);
        return Again(objective, codes);
    }

    /// <summary>As <see cref="Of"/>, without preparing anew.</summary>
    public static (float Loss, float[] Gradient) Again(Objective objective, params float[] codes)
    {
        var scores = Batch([.. codes.Select(code => code * code)], 1, wantsGradient: true);
        var loss = objective.Evaluate([scores], withLoss: true);
        return (loss, [.. codes.Select((code, i) => scores.Gradient[i] * 2 * code)]);
    }

    /// <summary>Values of as many columns that an objective can be made for.</summary>
    public static PassValue Values(int size) => new TrainingPass(new FixedRowsSource([0]), size).Inputs;

    /// <summary>A batch of given numbers [b x size].</summary>
    public static BatchValue Batch(float[] numbers, int size, bool wantsGradient)
    {
        var values = new AlignedBuffer(numbers.Length);
        numbers.CopyTo(values.Span);
        var source = new FixedRowsSource([.. Enumerable.Range(0, numbers.Length / size)]);
        var batch = new BatchValue(
            source,
            size,
            size,
            values,
            new AlignedBuffer(wantsGradient ? numbers.Length : 0),
            hasSeveralWriters: false);
        batch.Begin(0, numbers.Length / size);
        return batch;
    }
}
