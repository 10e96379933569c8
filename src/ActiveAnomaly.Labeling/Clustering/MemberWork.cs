using System.Runtime.CompilerServices;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>
/// Trains members of ensembles for other silos (<see cref="MemberTrainer"/>). What a member sets up without looking at labels stays on the
/// silo as long as the pool does, and serves the ensemble's next stage and its other members. Thread safe.
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
        var order = JsonSerializer.Deserialize<MemberOrder>(item.Content.Span)!;
        var pool = _pools.GetValue(item.Inputs[0], input => new Pool(MemberMessages.ReadPool(input.Content.Span), new TrainingCache()));
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

    /// <summary>Rows, and what was computed of them without labels.</summary>
    private sealed record Pool(FeatureMatrix Rows, TrainingCache Cache);

    /// <summary>Reports on the thread that trains.</summary>
    private sealed class Reports(IProgress<ReadOnlyMemory<byte>> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(JsonSerializer.SerializeToUtf8Bytes(value));
    }
}
