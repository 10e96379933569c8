using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>
/// Deep isolation forest, DIF (Xu, Pang, Wang and Wang, IEEE TKDE 2023): isolation trees on the codes of random networks, so that a
/// straight cut through a code is a curved one through the features. It learns without labels, and trains no network. Features should
/// be of one scale, such as [0, 1].
/// </summary>
/// <remarks>
/// <para>
/// All networks share weights drawn from N(0, 1), and each has factors of its own, drawn likewise, before and after every layer: y = ((x
/// * r) W) * s, tanh between the layers, no bias. A network's codes are standardised by the pool's means and deviations, and squashed by
/// tanh. A row's score is the mean over the networks of 2^(-mean path length / c) times the mean, over the network's trees, of the mean
/// distance between the code and the thresholds on its way down.
/// </para>
/// <para>
/// Deviation: the authors' program standardises the rows that are scored by themselves, so that a row's score depends on the others that
/// are asked about; the pool's means and deviations are kept here. It also leaves distances of exactly 0 out of a mean; the paper and
/// this detector count them.
/// </para>
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class DeepIsolationForestDetector(DeepIsolationForestOptions options) : Detector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public DeepIsolationForestDetector()
        : this(new DeepIsolationForestOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "deep isolation forest";

    /// <inheritdoc/>
    public override bool UsesLabels => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var random = new SeededRandom(Seed).Derive("deep isolation forest", request.Stage);
        var networks = RandomNetworks.Draw(request.Pool.FeatureCount, options, random);
        var counter = request.Progress is null ? null : new StepCounter(request.Progress, request.Stage, "networks", options.MemberCount);
        var sampleSize = Math.Min(options.SampleSize, request.Pool.RowCount);
        var depth = IsolationForest.DepthOf(sampleSize);
        var treeCount = options.MemberCount * options.TreeCount;
        var splits = new IsolationSplit[checked(treeCount * ((1 << depth) - 1))];
        var pathLengths = new float[checked(treeCount << depth)];
        ParallelLoop.Run(
            options.MemberCount,
            member =>
            {
                networks.Standardize(member, request.Pool.Values, request.CancellationToken);
                for (var tree = member * options.TreeCount; tree < (member + 1) * options.TreeCount; tree++)
                {
                    var stream = random.Derive("tree", tree);
                    var sample = request.Pool.Select(stream.SampleRange(request.Pool.RowCount, sampleSize));
                    new IsolationTreeGrower(CodesOf(networks, member, sample, request.CancellationToken), depth, stream).Grow(
                        splits.AsSpan(tree * ((1 << depth) - 1), (1 << depth) - 1), pathLengths.AsSpan(tree << depth, 1 << depth));
                }

                counter?.Add();
            },
            request.CancellationToken);
        var forest = new DeviationForest(options.CodeSize, options.TreeCount, sampleSize, splits, pathLengths);
        return Scored(new DeepIsolationForestModel(networks, forest), request);
    }

    private static FeatureMatrix CodesOf(
        RandomNetworks networks, int member, FeatureMatrix rows, CancellationToken cancellationToken)
    {
        var values = new float[rows.RowCount * networks.CodeSize];
        networks.Run(
            member,
            1,
            rows.Values,
            (Values: values, Size: networks.CodeSize, Stride: networks.CodeStride),
            static (target, _, firstRow, rowCount, codes) =>
            {
                for (var row = 0; row < rowCount; row++)
                {
                    codes.Slice(row * target.Stride, target.Size).CopyTo(target.Values.AsSpan((firstRow + row) * target.Size));
                }
            },
            cancellationToken);
        return FeatureMatrix.Take(values, values.Length, networks.CodeSize, featureNames: null);
    }
}
