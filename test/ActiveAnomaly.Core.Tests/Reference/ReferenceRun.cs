namespace ActiveAnomaly.Reference;

/// <summary>A training run of the reference: every term's pass, then the optimiser.</summary>
internal sealed class ReferenceRun(
    ReferenceNetwork network, double[,] pool, (int[][] Steps, ReferenceObjective Objective)[] terms, bool batchStatistics)
{
    public ReferenceNetwork Network => network;

    public (int[][] Steps, ReferenceObjective Objective)[] Terms => terms;

    /// <summary>All passes of a step, gradients added up.</summary>
    public double Gradients(int step)
    {
        network.ClearGradients();
        return terms.Sum(term => Pass(term.Steps[step], term.Objective, out _));
    }

    public double Step(int step, double learningRate, double weightDecay)
    {
        network.ClearGradients();
        var loss = 0.0;
        foreach (var (steps, objective) in terms)
        {
            loss += Pass(steps[step], objective, out var outputs);
            objective.AfterStep(steps[step], outputs);
        }

        network.Optimize(learningRate, weightDecay);
        return loss;
    }

    /// <summary>The loss of a step alone.</summary>
    public double Loss(int step) => terms.Sum(term =>
    {
        var inputs = Gather(term.Steps[step]);
        return Evaluate(term.Objective, term.Steps[step], inputs, out _, out _);
    });

    /// <summary>
    /// One term's loss, and its gradient by what goes into the network; the rows that a reconstruction aims at stay those of
    /// the pool.
    /// </summary>
    public (double Loss, double[,] InputGradient) InputGradient(int termIndex, double[,] inputs, int step)
    {
        var (steps, objective) = terms[termIndex];
        var loss = Evaluate(objective, steps[step], inputs, out _, out var gradient);
        return (loss, network.Backward(gradient, objective.CodeLayer, objective.CodeGradient));
    }

    public double[,] Gather(int[] rows)
    {
        var inputs = new double[rows.Length, pool.GetLength(1)];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var k = 0; k < pool.GetLength(1); k++)
            {
                inputs[i, k] = pool[rows[i], k];
            }
        }

        return inputs;
    }

    private double Pass(int[] rows, ReferenceObjective objective, out double[,] outputs)
    {
        var loss = Evaluate(objective, rows, Gather(rows), out outputs, out var gradient);
        network.Backward(gradient, objective.CodeLayer, objective.CodeGradient);
        return loss;
    }

    private double Evaluate(ReferenceObjective objective, int[] rows, double[,] inputs, out double[,] outputs, out double[,] gradient)
    {
        outputs = network.Forward(inputs, batchStatistics);
        gradient = new double[outputs.GetLength(0), outputs.GetLength(1)];
        if (objective.CodeLayer is { } layer)
        {
            objective.Codes = network.Layers[layer].Output;
        }

        return objective.Evaluate(rows, Gather(rows), outputs, gradient);
    }
}
