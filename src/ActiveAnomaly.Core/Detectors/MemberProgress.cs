namespace ActiveAnomaly.Detectors;

/// <summary>
/// Reports one member's progress under its number; reports of members that train at the same time come one after the other.
/// </summary>
internal sealed class MemberProgress(IProgress<TrainingProgress> listener, int member, int count) : IProgress<TrainingProgress>
{
    /// <summary>Makes the request of a member out of that of the whole.</summary>
    /// <param name="request">The whole's request.</param>
    /// <param name="previous">The member's model of the stage before, or null.</param>
    /// <param name="member">The member's number, from 0.</param>
    /// <param name="count">The number of members.</param>
    public static TrainingRequest Request(TrainingRequest request, DetectorModel? previous, int member, int count) =>
        new(request.Pool, request.Labels)
        {
            PseudoAbnormalRows = request.PseudoAbnormalRows,
            Stage = request.Stage,
            Previous = previous,
            Cache = request.Cache,
            Progress = request.Progress is { } progress ? new MemberProgress(progress, member, count) : null,
            CancellationToken = request.CancellationToken,
        };

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        lock (listener)
        {
            listener.Report(value with { Phase = $"member {member + 1} of {count}, {value.Phase}" });
        }
    }
}
