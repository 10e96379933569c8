namespace ActiveAnomaly.Sessions.Events;

/// <summary>A model was trained.</summary>
public sealed record StageTrained : SessionEvent
{
    /// <summary>Gets the stage, from 0.</summary>
    public required int Stage { get; init; }

    /// <summary>Gets the last event that the model knows of; answers that came while it was trained have a higher sequence.</summary>
    public required long SeenSequence { get; init; }

    /// <summary>Gets the unlabelled rows that the training took for anomalies (Eq. 8).</summary>
    public required IReadOnlyList<int> PseudoAbnormalRows { get; init; }

    /// <summary>Gets how long training and scoring took.</summary>
    public required TimeSpan TrainingTime { get; init; }
}
