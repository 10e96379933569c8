using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Who is told what comes of retraining. All but the last two are called with the session's gate held.</summary>
internal interface IRetrainerHost
{
    /// <summary>Gets a value indicating whether rows are to be chosen though there is nothing to train.</summary>
    bool WantsChoice { get; }

    /// <summary>Gets a value indicating whether the last attempt failed.</summary>
    bool HasFailed { get; }

    /// <summary>A training begins.</summary>
    void Begins(PendingTraining training);

    /// <summary>A model is there.</summary>
    void Trained(SessionStage stage, long seenSequence);

    /// <summary>Rows to ask about are chosen.</summary>
    void Chosen(IReadOnlyList<ChosenRow> chosen, PendingQuery query);

    /// <summary>The attempt failed.</summary>
    void Failed(Exception exception);

    /// <summary>Training got on. Called from any thread, without the gate.</summary>
    void Progresses(TrainingProgress progress);

    /// <summary>Everything is handed over, and there is time for what nobody waits for. Called without the gate.</summary>
    void Finish();
}
