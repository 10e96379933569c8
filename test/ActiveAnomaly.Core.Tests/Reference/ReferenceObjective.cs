using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Reference;

/// <summary>A loss in double precision: its value and its gradient by the outputs.</summary>
internal abstract class ReferenceObjective
{
    public abstract double Evaluate(int[] rows, double[,] inputs, double[,] outputs, double[,] gradient);

    /// <summary>The layer whose outputs are the codes that the objective sees beside the network's outputs, or null.</summary>
    public virtual int? CodeLayer => null;

    /// <summary>The codes, when there is a code layer.</summary>
    public double[,] Codes { get; set; } = new double[0, 0];

    /// <summary>What is added to the gradient of the codes, when there is a code layer.</summary>
    public double[,] CodeGradient { get; protected set; } = new double[0, 0];

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

    public double[] Scores(double[,] outputs)
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

    public double ScoreGradient(double[,] outputs, int row, int k) => 2 * (outputs[row, k] - center[k]);

    protected abstract double OfScores(int[] rows, double[] scores, double[] slopes);
}

/// <summary>Eq. 2, with rejection; Eq. 1 in the program's form when a radius is given.</summary>
internal sealed class ReferenceOneClass(double[] center, RowRole[] roles, bool rejectAbnormal, bool meanOfCounted)
    : ReferenceScoreObjective(center)
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

internal sealed class ReferenceSoftBoundary(
    double[] center, RowRole[] roles, bool rejectAbnormal, bool meanOfCounted, double nu, bool updatesRadius, bool timesNu = false)
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
        var factor = timesNu ? nu : 1;
        var loss = factor * Radius * Radius;
        for (var i = 0; i < rows.Length; i++)
        {
            var excess = scores[i] - (Radius * Radius);
            if (counts[i] && excess > 0)
            {
                loss += factor * excess / (nu * divisor);
                slopes[i] = factor / (nu * divisor);
            }
        }

        return loss;
    }
}

internal sealed class ReferenceDeepSad(double[] center, RowRole[] roles, double eta, bool weightsNormalRows = true)
    : ReferenceScoreObjective(center)
{
    protected override double OfScores(int[] rows, double[] scores, double[] slopes)
    {
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (value, slope) = roles[rows[i]] switch
            {
                RowRole.Abnormal => (eta / (scores[i] + 1e-6), -eta / ((scores[i] + 1e-6) * (scores[i] + 1e-6))),
                RowRole.Normal when weightsNormalRows => (eta * scores[i], eta),
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

/// <summary>
/// A head u = sigmoid(w [z, s] + b) on a base loss, with binary cross-entropy on the labelled rows, and an Adam of its own:
/// on the distance from the centre when <paramref name="codeLayer"/> is the last layer, on the reconstruction error otherwise.
/// </summary>
internal sealed class ReferenceUai(ReferenceObjective baseObjective, RowRole[] roles, double[] parameters, int codeLayer)
    : ReferenceObjective
{
    private readonly double[] _first = new double[parameters.Length];
    private readonly double[] _second = new double[parameters.Length];
    private int _step;

    public override int? CodeLayer => codeLayer;

    public double[] Parameters => parameters;

    public double[] HeadGradient { get; } = new double[parameters.Length];

    public override double Evaluate(int[] rows, double[,] inputs, double[,] outputs, double[,] gradient)
    {
        var loss = baseObjective.Evaluate(rows, inputs, outputs, gradient);
        CodeGradient = new double[rows.Length, Codes.GetLength(1)];
        Array.Clear(HeadGradient);
        var labeled = rows.Count(IsLabeled);
        for (var i = 0; i < rows.Length; i++)
        {
            if (IsLabeled(rows[i]))
            {
                loss += AddRow(i, roles[rows[i]] == RowRole.Abnormal ? 1 : 0, 1.0 / labeled, inputs, outputs, gradient);
            }
        }

        return loss;
    }

    public override void AfterStep(int[] rows, double[,] outputs)
    {
        baseObjective.AfterStep(rows, outputs);
        _step++;
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = HeadGradient[i] + (TrainingCase.WeightDecay * parameters[i]);
            _first[i] = (0.9 * _first[i]) + (0.1 * g);
            _second[i] = (0.999 * _second[i]) + (0.001 * g * g);
            parameters[i] -= TrainingCase.LearningRate * _first[i] / (1 - Math.Pow(0.9, _step))
                / (Math.Sqrt(_second[i] / (1 - Math.Pow(0.999, _step))) + 1e-8);
        }
    }

    private bool IsLabeled(int row) => roles[row] is RowRole.Normal or RowRole.Abnormal;

    private double AddRow(int i, int truth, double share, double[,] inputs, double[,] outputs, double[,] gradient)
    {
        var width = outputs.GetLength(1);
        var score = baseObjective is ReferenceScoreObjective distance
            ? distance.Scores(outputs)[i]
            : Enumerable.Range(0, width).Average(k => Math.Pow(outputs[i, k] - inputs[i, k], 2));
        var logit = parameters[^1] + (parameters[^2] * score);
        for (var k = 0; k < Codes.GetLength(1); k++)
        {
            logit += parameters[k] * Codes[i, k];
        }

        var u = 1 / (1 + Math.Exp(-logit));
        var slope = (u - truth) * share;
        for (var k = 0; k < Codes.GetLength(1); k++)
        {
            HeadGradient[k] += slope * Codes[i, k];
            CodeGradient[i, k] = slope * parameters[k];
        }

        HeadGradient[^2] += slope * score;
        HeadGradient[^1] += slope;
        for (var k = 0; k < width; k++)
        {
            var scoreGradient = baseObjective is ReferenceScoreObjective centered
                ? centered.ScoreGradient(outputs, i, k)
                : 2 * (outputs[i, k] - inputs[i, k]) / width;
            gradient[i, k] += slope * parameters[^2] * scoreGradient;
        }

        return -share * Math.Log(truth == 1 ? u : 1 - u);
    }
}
