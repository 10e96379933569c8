namespace ActiveAnomaly.Reference;

/// <summary>A training run of the reference: every term's pass, then the optimiser.</summary>
internal sealed class ReferenceRun(ReferenceNetwork network, double[,] pool, (int[][] Steps, ReferenceObjective Objective)[] terms, bool batchStatistics)
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
        var outputs = network.Forward(inputs, batchStatistics);
        return term.Objective.Evaluate(term.Steps[step], inputs, outputs, new double[outputs.GetLength(0), outputs.GetLength(1)]);
    });

    /// <summary>One term's loss, and its gradient by the inputs of its rows.</summary>
    public (double Loss, double[,] InputGradient) InputGradient(int termIndex, double[,] inputs, int step)
    {
        var (steps, objective) = terms[termIndex];
        var outputs = network.Forward(inputs, batchStatistics);
        var gradient = new double[outputs.GetLength(0), outputs.GetLength(1)];
        var loss = objective.Evaluate(steps[step], inputs, outputs, gradient);
        return (loss, network.Backward(gradient));
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
        var inputs = Gather(rows);
        outputs = network.Forward(inputs, batchStatistics);
        var gradient = new double[outputs.GetLength(0), outputs.GetLength(1)];
        var loss = objective.Evaluate(rows, inputs, outputs, gradient);
        network.Backward(gradient);
        return loss;
    }
}
