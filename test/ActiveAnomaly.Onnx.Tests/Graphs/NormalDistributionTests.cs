using ActiveAnomaly.Graphs;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Onnx.Graphs;

/// <summary>The quantile in ONNX Runtime against the one here, which is tested against known values.</summary>
[TestClass]
public sealed class NormalDistributionTests
{
    [TestMethod]
    public void AddQuantile_OfProbabilities_GivesTheQuantilesBits()
    {
        float[] edges = [0.075f, 0.925f, MathF.BitDecrement(0.075f), MathF.BitIncrement(0.925f), 0.5f, 1e-30f, 1.3e-11f, 1.5e-11f, 1e-6f];
        float[] probabilities = [.. edges, .. Enumerable.Range(1, 999).Select(i => i / 1000f), 1 - 6e-8f];
        var actual = GraphProbe.RunEach(
            probabilities, (graph, p) => NormalDistribution.AddQuantile(graph, graph.Cast(p, GraphElementType.Double)));
        CollectionAssert.AreEqual(probabilities.Select(p => (float)NormalDistribution.Quantile(p)).ToArray(), actual);
    }
}
