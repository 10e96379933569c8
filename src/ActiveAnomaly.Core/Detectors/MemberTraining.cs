using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Detectors;

/// <summary>Trains the members of a detector made of detectors.</summary>
internal static class MemberTraining
{
    /// <summary>Trains members, several at a time; the result does not depend on how many, nor where.</summary>
    /// <param name="members">The members.</param>
    /// <param name="request">The request of the whole.</param>
    /// <param name="previous">The members' models of the stage before, or null.</param>
    /// <param name="jobCount">How many at a time where they are trained here; null for one a processor.</param>
    /// <param name="trainer">Who trains them; null for this process.</param>
    public static TrainedDetector[] Fit(
        Detector[] members, TrainingRequest request, IReadOnlyList<DetectorModel>? previous, int? jobCount, IMemberTrainer? trainer)
    {
        TrainingRequest[] requests =
        [
            .. members.Select((_, i) => request.With(
                request.Labels,
                previous?.ElementAtOrDefault(i),
                request.Progress is { } progress ? new MemberProgress(progress, i, members.Length) : null,
                request.CancellationToken)),
        ];
        if (trainer is not null)
        {
            var trained = trainer.Fit(members, requests);
            return trained.Length == members.Length ? trained : throw new InvalidOperationException(
                $"{trainer.GetType().Name} gave {trained.Length} models for {members.Length} members; one a member is needed.");
        }

        var own = new TrainedDetector[members.Length];
        ParallelLoop.Run(members.Length, i => own[i] = members[i].Fit(requests[i]), request.CancellationToken, jobCount);
        return own;
    }

    /// <summary>
    /// Reports one member's progress under its number; reports of members that train at the same time come one after the other.
    /// </summary>
    private sealed class MemberProgress(IProgress<TrainingProgress> listener, int member, int count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            lock (listener)
            {
                listener.Report(value with { Phase = $"member {member + 1} of {count}, {value.Phase}" });
            }
        }
    }
}
