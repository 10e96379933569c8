using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// Has each method train and score once on a small made-up set before it is measured: what it runs is compiled then, and memory is there,
/// so that the first measurement is like the others.
/// </summary>
internal static class ScalabilityWarmUp
{
    /// <summary>The number of rows; labelled anomalies come on top.</summary>
    public const int RowCount = 1000;

    public const int FeatureCount = 16;

    /// <summary>Warms up the methods that are to be measured.</summary>
    /// <param name="open">The runs that are measured.</param>
    /// <param name="split">How many anomalies are labelled, and which share of the other rows is abnormal.</param>
    /// <param name="run">Runs a method, by a run of its.</param>
    public static void Run(IEnumerable<WeakLabelCell> open, WeakLabelOptions split, Action<WeakLabelCell, WeakLabelData> run)
    {
        var data = ScalabilityData.Of(split.LabeledCount + RowCount, FeatureCount, split, new SeededRandom(0).Derive("warm-up"));
        foreach (var cell in open.DistinctBy(cell => cell.Method))
        {
            run(cell, data);
        }
    }
}
