namespace ActiveAnomaly.Sessions;

/// <summary>A training that ran, and that its session has not taken yet. Immutable and thread safe.</summary>
public sealed class CompletedTraining
{
    internal CompletedTraining(PendingTraining training, SessionStage stage)
    {
        Training = training;
        Stage = stage;
    }

    /// <summary>Gets what was to be trained.</summary>
    public PendingTraining Training { get; }

    /// <summary>Gets the stage as the session will have it: model and scores.</summary>
    public SessionStage Stage { get; }
}
