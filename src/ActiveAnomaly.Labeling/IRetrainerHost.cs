using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Who is told what comes of retraining. All but the last two are called with the session's gate held.</summary>
internal interface IRetrainerHost
{
    /// <summary>Gets a value indicating whether rows are to be chosen: by a new model, or because those chosen are used up.</summary>
    bool WantsChoice { get; }

    /// <summary>A training begins.</summary>
    void Begins(PendingTraining training);

    /// <summary>A model is there.</summary>
    void Trained(SessionStage stage, long seenSequence);

    /// <summary>Rows to ask about are chosen.</summary>
    void Chosen(IReadOnlyList<ChosenRow> chosen, PendingQuery query);

    /// <summary>Training failed, or, where it is null, does no longer.</summary>
    void TrainingEnds(Exception? failure);

    /// <summary>Choosing failed, or, where it is null, does no longer.</summary>
    void ChoosingEnds(Exception? failure);

    /// <summary>Training got on. Called from any thread, without the gate.</summary>
    void Progresses(TrainingProgress progress);

    /// <summary>Everything is handed over, and there is time for what nobody waits for. Called without the gate.</summary>
    void Finish();
}
