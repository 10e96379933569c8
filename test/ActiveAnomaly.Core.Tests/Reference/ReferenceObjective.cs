using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Reference;

/// <summary>A loss in double precision: its value and its gradient by the outputs.</summary>
internal abstract class ReferenceObjective
{
    public abstract double Evaluate(int[] rows, double[,] inputs, double[,] outputs, double[,] gradient);

    /// <summary>What changes from step to step, after a step was evaluated.</summary>
    public virtual void AfterStep(int[] rows, double[,] outputs)
    {
    }
}

internal sealed class ReferenceReconstruction : ReferenceObjective
{
    public override double Evaluate(int[] rows, double[,] inputs, double[,] outputs, double[,] gradient)
    {
        var loss = 0.0;
        for (var row = 0; row < outputs.GetLength(0); row++)
        {
            for (var k = 0; k < outputs.GetLength(1); k++)
            {
                var difference = outputs[row, k] - inputs[row, k];
                loss += difference * difference / outputs.Length;
                gradient[row, k] = 2 * difference / outputs.Length;
            }
        }

        return loss;
    }
}

/// <summary>Losses of the scores s = ||z - c||^2.</summary>
internal abstract class ReferenceScoreObjective(double[] center) : ReferenceObjective
{
    public override double Evaluate(int[] rows, double[,] inputs, double[,] outputs, double[,] gradient)
    {
        var slopes = new double[rows.Length];
        var loss = OfScores(rows, Scores(outputs), slopes);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var k = 0; k < center.Length; k++)
            {
                gradient[row, k] = slopes[row] * 2 * (outputs[row, k] - center[k]);
            }
        }

        return loss;
    }

    protected double[] Scores(double[,] outputs)
    {
        var scores = new double[outputs.GetLength(0)];
        for (var row = 0; row < scores.Length; row++)
        {
            for (var k = 0; k < center.Length; k++)
            {
                scores[row] += (outputs[row, k] - center[k]) * (outputs[row, k] - center[k]);
            }
        }

        return scores;
    }

    protected abstract double OfScores(int[] rows, double[] scores, double[] slopes);
}

/// <summary>Eq. 2, with rejection; Eq. 1 in the program's form when a radius is given.</summary>
internal sealed class ReferenceOneClass(double[] center, RowRole[] roles, bool rejectAbnormal, bool meanOfCounted) : ReferenceScoreObjective(center)
{
    protected override double OfScores(int[] rows, double[] scores, double[] slopes)
    {
        var counts = rows.Select(row => Counts(roles[row], rejectAbnormal)).ToArray();
        double divisor = meanOfCounted ? Math.Max(1, counts.Count(count => count)) : rows.Length;
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (counts[i])
            {
                loss += scores[i] / divisor;
                slopes[i] = 1 / divisor;
            }
        }

        return loss;
    }

    public static bool Counts(RowRole role, bool rejectAbnormal) => role switch
    {
        RowRole.PseudoAbnormal => false,
        RowRole.Abnormal => !rejectAbnormal,
        _ => true,
    };
}

internal sealed class ReferenceSoftBoundary(double[] center, RowRole[] roles, bool rejectAbnormal, bool meanOfCounted, double nu, bool updatesRadius)
    : ReferenceScoreObjective(center)
{
    public double Radius { get; set; }

    public override void AfterStep(int[] rows, double[,] outputs)
    {
        if (updatesRadius)
        {
            var distances = Scores(outputs).Select(Math.Sqrt).Order().ToArray();
            var rank = (1 - nu) * (distances.Length - 1);
            var below = distances[(int)Math.Floor(rank)];
            Radius = below + ((rank - Math.Floor(rank)) * (distances[(int)Math.Ceiling(rank)] - below));
        }
    }

    protected override double OfScores(int[] rows, double[] scores, double[] slopes)
    {
        var counts = rows.Select(row => ReferenceOneClass.Counts(roles[row], rejectAbnormal)).ToArray();
        double divisor = meanOfCounted ? Math.Max(1, counts.Count(count => count)) : rows.Length;
        var loss = Radius * Radius;
        for (var i = 0; i < rows.Length; i++)
        {
            var excess = scores[i] - (Radius * Radius);
            if (counts[i] && excess > 0)
            {
                loss += excess / (nu * divisor);
                slopes[i] = 1 / (nu * divisor);
            }
        }

        return loss;
    }
}

internal sealed class ReferenceDeepSad(double[] center, RowRole[] roles, double eta) : ReferenceScoreObjective(center)
{
    protected override double OfScores(int[] rows, double[] scores, double[] slopes)
    {
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (value, slope) = roles[rows[i]] switch
            {
                RowRole.Abnormal => (eta / (scores[i] + 1e-6), -eta / ((scores[i] + 1e-6) * (scores[i] + 1e-6))),
                RowRole.Normal => (eta * scores[i], eta),
                RowRole.PseudoAbnormal => (0.0, 0.0),
                _ => (scores[i], 1.0),
            };
            loss += value / rows.Length;
            slopes[i] = slope / rows.Length;
        }

        return loss;
    }
}

/// <summary>Eq. 6 and 7, pair by pair. The first rows are normal, the others abnormal.</summary>
internal sealed class ReferenceNce(double[] center, int normalCount, bool byLabeledRows) : ReferenceScoreObjective(center)
{
    protected override double OfScores(int[] rows, double[] scores, double[] slopes)
    {
        double divisor = byLabeledRows ? rows.Length : normalCount * (rows.Length - normalCount);
        var loss = 0.0;
        for (var i = 0; i < normalCount; i++)
        {
            for (var j = normalCount; j < rows.Length; j++)
            {
                var h = scores[i] / (scores[i] + scores[j]);
                loss -= Math.Log(1 - h) / divisor;

                // d(-ln(1 - h)) = dh / (1 - h); dh/ds_i = s_j / (s_i + s_j)^2, dh/ds_j = -s_i / (s_i + s_j)^2.
                var square = (scores[i] + scores[j]) * (scores[i] + scores[j]);
                slopes[i] += scores[j] / square / (1 - h) / divisor;
                slopes[j] -= scores[i] / square / (1 - h) / divisor;
            }
        }

        return loss;
    }
}
