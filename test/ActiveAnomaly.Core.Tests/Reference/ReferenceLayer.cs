using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Reference;

/// <summary>One layer in double precision, written from docs/methods and not from the library.</summary>
internal sealed class ReferenceLayer
{
    /// <summary>The network's constants, as the paper's program has them.</summary>
    private const double Epsilon = 1e-4;
    private const double Momentum = 0.1;
    private const double Slope = 0.01;

    private double[,] _input = new double[0, 0];
    private double[,] _normalized = new double[0, 0];
    private double[,] _output = new double[0, 0];
    private double[] _deviation = [];
    private bool _usedBatchStatistics;

    public ReferenceLayer(LayerParameters start)
    {
        Shape = start.Shape;
        Weights = [.. start.Weights.ToArray().Select(value => (double)value)];
        RunningMean = [.. start.RunningMean.ToArray().Select(value => (double)value)];
        RunningVariance = [.. start.RunningVariance.ToArray().Select(value => (double)value)];
        WeightGradient = new double[Weights.Length];
    }

    public LayerShape Shape { get; }

    /// <summary>Row-major [outputs x inputs].</summary>
    public double[] Weights { get; }

    public double[] WeightGradient { get; }

    public double[] RunningMean { get; }

    public double[] RunningVariance { get; }

    /// <summary>The outputs of the last forward pass.</summary>
    public double[,] Output => _output;

    public double[,] Forward(double[,] input, bool batchStatistics)
    {
        _input = input;
        _usedBatchStatistics = batchStatistics;
        var rows = input.GetLength(0);
        var linear = new double[rows, Shape.OutputSize];
        for (var row = 0; row < rows; row++)
        {
            for (var o = 0; o < Shape.OutputSize; o++)
            {
                for (var i = 0; i < Shape.InputSize; i++)
                {
                    linear[row, o] += Weights[(o * Shape.InputSize) + i] * input[row, i];
                }
            }
        }

        _output = Shape.Activation switch
        {
            Activation.Sigmoid => Map(linear, value => 1 / (1 + Math.Exp(-value))),
            Activation.BatchNormLeakyRelu => Map(_normalized = Normalize(linear), value => value > 0 ? value : Slope * value),
            _ => linear,
        };
        return _output;
    }

    /// <summary>Adds to the weights' gradient; gives dL/d(input).</summary>
    public double[,] Backward(double[,] outputGradient)
    {
        var gradient = Shape.Activation switch
        {
            Activation.Sigmoid => Map(outputGradient, (value, row, o) => value * _output[row, o] * (1 - _output[row, o])),
            Activation.BatchNormLeakyRelu => NormalizeBackward(
                Map(outputGradient, (value, row, o) => _normalized[row, o] > 0 ? value : Slope * value)),
            _ => outputGradient,
        };
        var rows = gradient.GetLength(0);
        var inputGradient = new double[rows, Shape.InputSize];
        for (var row = 0; row < rows; row++)
        {
            for (var o = 0; o < Shape.OutputSize; o++)
            {
                for (var i = 0; i < Shape.InputSize; i++)
                {
                    WeightGradient[(o * Shape.InputSize) + i] += gradient[row, o] * _input[row, i];
                    inputGradient[row, i] += gradient[row, o] * Weights[(o * Shape.InputSize) + i];
                }
            }
        }

        return inputGradient;
    }

    private double[,] Normalize(double[,] linear)
    {
        var rows = linear.GetLength(0);
        var mean = (double[])RunningMean.Clone();
        var variance = (double[])RunningVariance.Clone();
        for (var o = 0; _usedBatchStatistics && o < mean.Length; o++)
        {
            var values = Enumerable.Range(0, rows).Select(row => linear[row, o]).ToArray();
            mean[o] = values.Average();
            variance[o] = values.Average(value => (value - mean[o]) * (value - mean[o]));
            RunningMean[o] = ((1 - Momentum) * RunningMean[o]) + (Momentum * mean[o]);
            RunningVariance[o] = ((1 - Momentum) * RunningVariance[o]) + (Momentum * variance[o] * rows / (rows - 1));
        }

        _deviation = [.. variance.Select(value => Math.Sqrt(value + Epsilon))];
        return Map(linear, (value, _, o) => (value - mean[o]) / _deviation[o]);
    }

    private double[,] NormalizeBackward(double[,] gradient)
    {
        if (!_usedBatchStatistics)
        {
            return Map(gradient, (value, _, o) => value / _deviation[o]);
        }

        var rows = gradient.GetLength(0);
        var sums = new double[Shape.OutputSize];
        var products = new double[Shape.OutputSize];
        Map(gradient, (value, row, o) =>
        {
            sums[o] += value;
            products[o] += value * _normalized[row, o];
            return value;
        });
        return Map(gradient, (value, row, o) => (value - (sums[o] / rows) - (_normalized[row, o] * products[o] / rows)) / _deviation[o]);
    }

    private static double[,] Map(double[,] values, Func<double, double> map) => Map(values, (value, _, _) => map(value));

    private static double[,] Map(double[,] values, Func<double, int, int, double> map)
    {
        var result = new double[values.GetLength(0), values.GetLength(1)];
        for (var row = 0; row < result.GetLength(0); row++)
        {
            for (var column = 0; column < result.GetLength(1); column++)
            {
                result[row, column] = map(values[row, column], row, column);
            }
        }

        return result;
    }
}
