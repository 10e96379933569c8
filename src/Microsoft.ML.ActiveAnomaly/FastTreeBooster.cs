using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Boosts trees with ML.NET's FastTree. Thread safe.</summary>
/// <remarks>
/// A tree is grown best-first, on histograms of 255 bins a column. One thread a call, and nothing is drawn: the seed changes nothing, and
/// the same rows give the same bits. The library cannot be stopped while it trains: a call that is cancelled ends when all trees are grown.
/// </remarks>
public sealed class FastTreeBooster : ITreeBooster
{
    private const string Features = "Features";

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GraphTreeNode>> Boost(
        FeatureMatrix rows, IReadOnlyList<bool> isAbnormal, BoostingSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(isAbnormal);
        ArgumentNullException.ThrowIfNull(settings);
        if (isAbnormal.Count != rows.RowCount)
        {
            throw new ArgumentException(
                $"There are {isAbnormal.Count} truth values and {rows.RowCount} rows. Give one for each row.", nameof(isAbnormal));
        }

        DynamicCode.Require();
        cancellationToken.ThrowIfCancellationRequested();
        var model = Train(rows, isAbnormal, settings);
        cancellationToken.ThrowIfCancellationRequested();

        // The library's probability is 1 / (1 + exp(slope x score)), and its ensemble has no bias.
        var ensemble = model.SubModel.TrainedTreeEnsemble;
        var slope = -model.Calibrator.Slope;
        return [.. ensemble.Trees.Zip(ensemble.TreeWeights, (tree, weight) => Nodes(tree, slope * weight))];
    }

    private static CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> Train(
        FeatureMatrix rows, IReadOnlyList<bool> isAbnormal, BoostingSettings settings)
    {
        var context = new MLContext(seed: 0);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[Features].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.FeatureCount);
        var data = context.Data.LoadFromEnumerable(
            isAbnormal.Select((label, row) => new Row { Features = rows.Row(row).ToArray(), Label = label }), schema);
        return context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            FeatureColumnName = Features,
            LabelColumnName = nameof(Row.Label),
            NumberOfTrees = settings.TreeCount,
            NumberOfLeaves = settings.LeafCount,
            LearningRate = settings.LearningRate,
            MinimumExampleCountPerLeaf = settings.LeastLeafRowCount,
            NumberOfThreads = 1,
        }).Fit(data).Model;
    }

    /// <summary>Gives a tree's nodes: its splits, and behind them its leaves.</summary>
    private static GraphTreeNode[] Nodes(RegressionTree tree, double weight)
    {
        // The library counts splits from 0, and calls leaf k by the number -1 - k.
        var splitCount = tree.NumberOfNodes;
        int Place(int node) => node >= 0 ? node : splitCount - 1 - node;
        return
        [
            .. Enumerable.Range(0, splitCount).Select(node => new GraphTreeNode(
                tree.NumericalSplitFeatureIndexes[node],
                tree.NumericalSplitThresholds[node],
                Place(tree.LeftChild[node]),
                Place(tree.RightChild[node]))),
            .. tree.LeafValues.Select(value => GraphTreeNode.Leaf(weight * value)),
        ];
    }

    /// <summary>A row as the library reads it.</summary>
    private sealed class Row
    {
        public float[] Features { get; init; } = [];

        public bool Label { get; init; }
    }
}
