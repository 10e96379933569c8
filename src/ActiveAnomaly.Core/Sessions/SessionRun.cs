using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// The loop of the paper's experiments over a session: one oracle answers for every row, and each query is followed by training.
/// </summary>
internal sealed class SessionRun(
    ActiveLearningSession session,
    LabelPolicy policy,
    Func<QueriedRow, Answer> oracle,
    Action<SessionStage>? stageTrained,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellationToken)
{
    public void Run(int stageCount)
    {
        if (policy.Decide([new AnnotatedAnswer(policy.UsualAnnotator, Answer.Normal)]) is null)
        {
            throw new InvalidOperationException(
                $"Run answers every row once, as '{policy.UsualAnnotator}', and the label policy, {policy.Name}, decides on no row by that "
                + "alone. Call Train, Query and Answer yourself, naming the annotators, or create the session with another policy.");
        }

        if (session.State == SessionState.ReadyToTrain)
        {
            Train();
        }

        for (var i = 0; i < stageCount; i++)
        {
            if (session.State == SessionState.ReadyToQuery && session.Query(cancellationToken: cancellationToken).Count == 0)
            {
                return;
            }

            AskPending();
            Train();
        }
    }

    private void Train()
    {
        var stage = session.Train(progress, cancellationToken);
        stageTrained?.Invoke(stage);
    }

    private void AskPending()
    {
        int[] undecided = [.. session.PendingRows.Where(row => session.AnswerOf(row, policy.UsualAnnotator) is not null)];
        if (undecided.Length > 0)
        {
            throw new InvalidOperationException(
                $"Run answers as '{policy.UsualAnnotator}', who has answered for rows {string.Join(", ", undecided)} already, and the "
                + $"label policy, {policy.Name}, waits for somebody else. Have another annotator answer, or withdraw an answer.");
        }

        var stage = session.History[^1];
        int[] queried = [.. stage.QueriedRows];
        foreach (var row in session.PendingRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Record(
                row,
                oracle(new QueriedRow(
                    row,
                    stage.Scores.Span[row],
                    stage.Stage,
                    Math.Max(Array.IndexOf(queried, row), 0),
                    Math.Max(queried.Length, 1))),
                policy.UsualAnnotator);
        }
    }
}
