namespace ActiveAnomaly.Sessions;

/// <summary>
/// What would be asked next after an answer that nobody has given yet (<see cref="ActiveLearningSession.BeginLookahead"/>). It may run on
/// another thread while the session goes on. Thread safe.
/// </summary>
public sealed class PendingLookahead
{
    private readonly PendingTraining _training;
    private readonly Func<SessionStage, PendingQuery> _choice;

    /// <summary>Takes down a look ahead.</summary>
    /// <param name="training">The training that the answer would bring about.</param>
    /// <param name="choice">Makes the choice by its model.</param>
    internal PendingLookahead(PendingTraining training, Func<SessionStage, PendingQuery> choice)
    {
        _training = training;
        _choice = choice;
    }

    /// <summary>
    /// Trains, and chooses rows as <see cref="PendingQuery.ChooseOneByOne"/> would after the answer: the same rows for the same reasons,
    /// unless something else happens before them. It costs a training and a choice; the model is kept nowhere.
    /// </summary>
    /// <param name="count">How many rows, at least 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The rows and why each would be asked about; fewer when fewer would be left.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<ChosenRow> ChooseOneByOne(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _choice(_training.Run(progress: null, cancellationToken).Stage).ChooseOneByOne(count, cancellationToken);
    }
}
