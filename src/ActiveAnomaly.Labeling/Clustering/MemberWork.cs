using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>
/// Trains members of ensembles for other silos, and computes rows of their detectors' set-up (<see cref="MemberTrainer"/>). What does not
/// depend on labels stays on the silo as long as the pool does, and serves the ensemble's next stage and its other members. Thread safe.
/// </summary>
/// <param name="name">
/// The work's name, the same for all silos whose training gives the same bits: with the program's version in it.
/// </param>
public sealed class MemberWork(string name) : IWork
{
    private readonly ConditionalWeakTable<WorkInput, Pool> _pools = [];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Perform(WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(progress);
        var content = JsonSerializer.Deserialize<MemberContent>(item.Content.Span, MemberMessages.Json)!;
        return content.Member is { } order
            ? Train(order, item, progress, cancellationToken)
            : Compute(content.SetUp!, item, cancellationToken);
    }

    private ReadOnlyMemory<byte> Train(
        MemberOrder order, WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        var pool = PoolOf(item.Inputs[0]);
        var request = new TrainingRequest(pool.Rows, MemberMessages.ReadLabels(item.Inputs[1].Content.Span))
        {
            LabelsCountForTwins = order.LabelsCountForTwins,
            PseudoAbnormalRows = order.PseudoAbnormalRows,
            Stage = order.Stage,
            Cache = pool.Cache,
            Progress = new Reports(progress),
            CancellationToken = cancellationToken,
        };
        try
        {
            return MemberMessages.Write(DetectorFormat.FromBytes(order.Detector).Fit(request));
        }
        catch (Exception exception) when (exception is FeatureDataException or TrainingDivergedException)
        {
            // Whoever has it done tries it too, and gets the error as it is.
            return MemberMessages.CannotBe;
        }
    }

    private ReadOnlyMemory<byte> Compute(SetUpOrder order, WorkItem item, CancellationToken cancellationToken)
    {
        // The process whose set-up it is keeps what it prepares.
        var setUp = SetUpDistribution.TryFind(order.Id, out var own)
            ? own.Value
            : Prepared(order, PoolOf(item.Inputs[0]), cancellationToken);
        var values = new float[order.RowCount * setUp.ValueCount];
        setUp.Compute(order.FirstRow, values, computed: null, cancellationToken);
        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private static IRowSetUp Prepared(SetUpOrder order, Pool pool, CancellationToken cancellationToken) => pool.Cache.GetOrAdd(
        pool.Rows,
        new SetUpKey(Convert.ToBase64String(order.Detector)),
        () => ((ISharedSetUp)DetectorFormat.FromBytes(order.Detector)).PrepareSetUp(pool.Rows, cancellationToken));

    private Pool PoolOf(WorkInput input) =>
        _pools.GetValue(input, bytes => new Pool(MemberMessages.ReadPool(bytes.Content.Span), new TrainingCache()));

    /// <summary>Rows, and what was computed of them without labels.</summary>
    private sealed record Pool(FeatureMatrix Rows, TrainingCache Cache);

    /// <summary>All that a set-up depends on, beside the pool.</summary>
    private sealed record SetUpKey(string Detector);

    /// <summary>Reports on the thread that trains.</summary>
    private sealed class Reports(IProgress<ReadOnlyMemory<byte>> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(JsonSerializer.SerializeToUtf8Bytes(value, MemberMessages.Json));
    }
}
