namespace ActiveAnomaly.Objectives;

/// <summary>Evaluates an objective on codes given by hand.</summary>
internal static class ObjectiveRun
{
    /// <summary>One code a row, h = 1; row i of the batch is row i of the pool.</summary>
    public static (float Loss, float[] Gradient) Of(Objective objective, params float[] codes)
    {
        objective.Prepare(codes.Length);
        return Again(objective, codes);
    }

    /// <summary>As <see cref="Of"/>, without preparing anew.</summary>
    public static (float Loss, float[] Gradient) Again(Objective objective, params float[] codes)
    {
        var gradient = new float[codes.Length];
        int[] rows = [.. Enumerable.Range(0, codes.Length)];
        var loss = objective.Evaluate(new ObjectiveBatch(rows, codes, 1, codes, 1, 1, gradient), withLoss: true);
        return (loss, gradient);
    }
}
