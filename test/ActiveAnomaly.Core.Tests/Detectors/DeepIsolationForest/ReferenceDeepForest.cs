using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>A deep isolation forest written down a second time, row by row in double precision, from a model's random numbers.</summary>
internal sealed class ReferenceDeepForest
{
    private readonly DeepIsolationForestModel _model;
    private readonly double[][] _means;
    private readonly double[][] _deviations;

    public ReferenceDeepForest(DeepIsolationForestModel model, FeatureMatrix pool)
    {
        _model = model;
        (_means, _deviations) = (new double[model.Networks.MemberCount][], new double[model.Networks.MemberCount][]);
        for (var member = 0; member < _means.Length; member++)
        {
            double[][] outputs = [.. Enumerable.Range(0, pool.RowCount).Select(row => Output(member, pool.Row(row).ToArray()))];
            var columns = Enumerable.Range(0, model.Networks.CodeSize).Select(k => outputs.Select(output => output[k]).ToArray()).ToArray();
            _means[member] = [.. columns.Select(column => column.Average())];
            _deviations[member] =
                [.. columns.Select((column, k) => Math.Sqrt(column.Average(value => Math.Pow(value - _means[member][k], 2))))];
        }
    }

    /// <summary>The standardised and squashed code of a row; 0 where the pool's codes are all the same.</summary>
    public double[] Code(int member, float[] row) => [.. Output(member, row).Select((value, k) => Math.Tanh(
        _deviations[member][k] < 1e-12 ? 0 : (value - _means[member][k]) / _deviations[member][k]))];

    /// <summary>The leaf that a code reaches in a tree, and the distances from the thresholds on the way.</summary>
    public (int Leaf, double[] Distances) Descend(int tree, double[] code)
    {
        var forest = _model.Forest;
        var (node, splitCount) = (0, (1 << forest.Depth) - 1);
        var distances = new List<double>();
        while (node < splitCount)
        {
            var (threshold, feature) = forest.Splits[(tree * splitCount) + node];
            if (threshold < 2)
            {
                distances.Add(Math.Abs(code[feature] - threshold));
            }

            node = code[feature] <= threshold ? (2 * node) + 1 : (2 * node) + 2;
        }

        return (node - splitCount, [.. distances]);
    }

    public double Score(float[] row)
    {
        var forest = _model.Forest;
        var n = (double)forest.SampleSize;
        var c = n == 2 ? 1 : (2 * (Math.Log(n - 1) + 0.5772156649015329)) - (2 * (n - 1) / n);
        return Enumerable.Range(0, _model.Networks.MemberCount).Average(member =>
        {
            var code = Code(member, row);
            var ways = Enumerable.Range(member * forest.TreeCount, forest.TreeCount)
                .Select(tree => (Tree: tree, Way: Descend(tree, code)))
                .ToArray();
            var pathLength = ways.Average(item => _model.Forest.PathLengths[(item.Tree << forest.Depth) + item.Way.Leaf]);
            return Math.Pow(2, -pathLength / c) * ways.Average(item => item.Way.Distances.DefaultIfEmpty(0).Average());
        });
    }

    private double[] Output(int member, float[] row)
    {
        double[] values = [.. row.Select(value => (double)value)];
        var layers = _model.Networks.Layers;
        for (var i = 0; i < layers.Count; i++)
        {
            var (layer, inputs) = (layers[i], values);
            values = new double[layer.OutputSize];
            for (var o = 0; o < values.Length; o++)
            {
                for (var k = 0; k < inputs.Length; k++)
                {
                    values[o] += inputs[k] * layer.InputFactors[(member * inputs.Length) + k]
                        * layer.Weights[(k * values.Length) + o] * layer.OutputFactors[(member * values.Length) + o];
                }

                values[o] = i < layers.Count - 1 ? Math.Tanh(values[o]) : values[o];
            }
        }

        return values;
    }
}
