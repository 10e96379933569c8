using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.DeepIsolationForest;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Onnx.Graphs;

/// <summary>What must be the same to the bit in ONNX Runtime: what ranks are made of.</summary>
[TestClass]
public sealed class ExactnessTests
{
    /// <summary>A row at a threshold goes to the left, and one just above it to the right.</summary>
    [TestMethod]
    public void IsolationForest_OfRowsAtItsThresholds_GivesTheModelsBits()
    {
        var request = DataSets.Read(DataSets.Shipped);
        var model = (IsolationForestModel)new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }).Fit(request).Model;
        var rows = new List<float[]>();
        foreach (var split in model.Forest.Splits[..2000])
        {
            foreach (var value in (float[])[split.Threshold, MathF.BitIncrement(split.Threshold), MathF.BitDecrement(split.Threshold)])
            {
                if (float.IsFinite(value))
                {
                    var row = request.Pool.Row(rows.Count % request.Pool.RowCount).ToArray();
                    row[split.Feature] = value;
                    rows.Add(row);
                }
            }
        }

        var pool = FeatureMatrix.FromRows(rows);
        CollectionAssert.AreEqual(model.Score(pool), OnnxScores.Of(model, pool.Values).Scores);
    }

    /// <summary>A forest of one row a tree has no split, and every score is 1.</summary>
    [TestMethod]
    public void IsolationForest_OfOneRowATree_GivesOne()
    {
        var model = new IsolationForestModel(2, new IsolationForest(1, [], [0f, 0f]));
        model.Complete(new ModelOrigin("forest", new IsolationForestOptions(), 1, 0, 0.5f));
        CollectionAssert.AreEqual(new[] { 1f, 1f }, OnnxScores.Of(model, [1, 2, 3, 4]).Scores);
    }

    /// <summary>A code on the other side of a threshold has another score: 300 trees of the default size find one that is off.</summary>
    [TestMethod]
    public void DeepIsolationForest_OfTheDefaultSize_GivesTheModelsBits()
    {
        var request = DataSets.Read(DataSets.Shipped);
        var model = new DeepIsolationForestDetector(new DeepIsolationForestOptions { Seed = 1 }).Fit(request).Model;
        var rows = request.Pool.Select([.. Enumerable.Range(0, 100)]);
        CollectionAssert.AreEqual(model.Score(rows), OnnxScores.Of(model, rows.Values).Scores);
    }

    [TestMethod]
    [DataRow(50)]
    [DataRow(5000)]
    public void AddCounts_OfAnyValue_AreTheDistributions(int valueCount)
    {
        // The second column has ties; the first more different values than points are kept, where there are many.
        var random = new Random(1);
        float[][] columns =
        [
            [.. Enumerable.Range(0, valueCount).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, valueCount).Select(_ => random.Next(9) - 4f)],
        ];
        EmpiricalDistribution[] distributions = [.. columns.Select(column => EmpiricalDistribution.Learn((float[])column.Clone()))];
        float[][] rows =
        [
            .. columns[0].Zip(columns[1], (x, y) => new[] { x, y }),
            .. columns[0].Take(100).Select(x => new[] { MathF.BitIncrement(x), (x * 10) - 5 }),
            [-1e30f, 1e30f],
            [float.MaxValue, float.MinValue],
            [-0f, -0f],
        ];
        foreach (var column in (int[])[0, 1])
        {
            var counts = rows.Select(row => distributions[column].Counts(row[column])).ToArray();
            CollectionAssert.AreEqual(
                counts.Select(count => (float)count.Below).ToArray(),
                GraphProbe.Run(rows, (graph, x) => Column(graph, EmpiricalDistribution.AddCounts(graph, x, distributions).Below, column)));
            CollectionAssert.AreEqual(
                counts.Select(count => (float)count.UpTo).ToArray(),
                GraphProbe.Run(rows, (graph, x) => Column(graph, EmpiricalDistribution.AddCounts(graph, x, distributions).UpTo, column)));
        }
    }

    [TestMethod]
    [DataRow(EnsembleCombination.RankAverage, 60)]
    [DataRow(EnsembleCombination.RankAverage, 3000)]
    [DataRow(EnsembleCombination.ZAverage, 60)]
    public void Calibration_OfAnyScore_IsTheModels(EnsembleCombination combination, int scoreCount)
    {
        var random = new Random(2);
        float[] scores = [.. Enumerable.Range(0, scoreCount).Select(i => i % 7 == 0 ? 0.5f : random.NextSingle())];
        var calibration = ScoreCalibration.Learn(combination, scores);
        float[] values =
        [
            .. scores, .. scores.Select(MathF.BitIncrement), 0, 0.5f, -1, 2, 1e30f, -1e30f, float.MaxValue, float.MinValue,
            .. Enumerable.Range(0, 200).Select(_ => random.NextSingle()),
        ];
        CollectionAssert.AreEqual(
            values.Select(calibration.Apply).ToArray(), GraphProbe.RunEach(values, (graph, x) => calibration.AddTo(graph, x)));
    }

    [TestMethod]
    [DataRow(Activation.None)]
    [DataRow(Activation.BatchNormLeakyRelu)]
    [DataRow(Activation.LeakyRelu)]
    [DataRow(Activation.Relu)]
    [DataRow(Activation.Tanh)]
    [DataRow(Activation.Sigmoid)]
    public void Network_OfAnyActivation_GivesTheKernelsBits(Activation activation)
    {
        var shape = NetworkShape.Of(
            new LayerShape(7, 5, activation, HasBias: true), new LayerShape(5, 3, activation), new LayerShape(3, 1, activation, true));
        var parameters = NetworkParameters.Draw(shape, new SeededRandom(3));
        var random = new Random(4);
        float[][] rows = [.. Enumerable.Range(0, 200).Select(
            _ => Enumerable.Range(0, 7).Select(_ => (random.NextSingle() * 4) - 2).ToArray())];
        var network = new InferenceNetwork(parameters, KernelSet.For(VectorPaths.Default));
        var expected = parameters.Run(FeatureMatrix.FromRows(rows));

        // Where the score is ranked the bits are the same; elsewhere a product may round otherwise.
        var inner = new GraphProbe(7, (graph, x) => graph.Squeeze(network.AddTo(graph, x), 1));
        CollectionAssert.AreEqual(expected, GraphProbe.Run(rows, (graph, x) => graph.ScoreOf(inner, "inner", x, isRanked: true)));
        var usual = GraphProbe.Run(rows, (graph, x) => graph.ScoreOf(inner, "inner", x));
        for (var i = 0; i < usual.Length; i++)
        {
            Assert.AreEqual(expected[i], usual[i], 2e-6f, $"row {i}");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(8)]
    [DataRow(9)]
    [DataRow(30)]
    public void OfSquares_OfAnyWidth_HaveTheKernelsBits(int width)
    {
        var random = new Random(5);
        float[][] rows = [.. Enumerable.Range(0, 300).Select(
            _ => Enumerable.Range(0, width).Select(_ => (random.NextSingle() * 4) - 2).ToArray())];
        var stride = KernelSet.Padded(width);
        var padded = new float[rows.Length * stride];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(padded, row * stride);
        }

        var expected = new float[rows.Length];
        KernelSet.For(VectorPaths.Default).SquaredDistances(padded, stride, rows.Length, new float[width], expected);
        CollectionAssert.AreEqual(
            expected, GraphProbe.Run(rows, (graph, x) => FusedSums.OfSquares(graph, x, KernelSet.DistanceSumCount)));
    }

    [TestMethod]
    public void NeedsSameBits_WithinARankedMember_HoldsForItsOwnMembersAndEndsWithIt()
    {
        var needed = new List<bool>();
        var innermost = new GraphProbe(1, (graph, x) => Noted(graph, x));
        var middle = new GraphProbe(1, (graph, x) =>
        {
            var first = graph.ScoreOf(innermost, "first", NotedRows(graph, x));
            return graph.Add(first, graph.ScoreOf(innermost, "second", x));
        });
        GraphProbe.Run(
            [[1]],
            (graph, x) =>
            {
                var ranked = graph.ScoreOf(middle, "ranked", x, isRanked: true);
                return graph.Add(ranked, graph.ScoreOf(middle, "not ranked", x));
            });
        CollectionAssert.AreEqual(new[] { true, true, true, false, false, false }, needed);

        GraphValue Noted(GraphBuilder graph, GraphValue x)
        {
            needed.Add(graph.NeedsSameBits);
            return graph.Squeeze(x, 1);
        }

        GraphValue NotedRows(GraphBuilder graph, GraphValue x)
        {
            needed.Add(graph.NeedsSameBits);
            return x;
        }
    }

    private static GraphValue Column(GraphBuilder graph, GraphValue value, int column) => graph.Cast(
        graph.Squeeze(graph.Slice(value, 1, column, column + 1), 1), GraphElementType.Single);
}
