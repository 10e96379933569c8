using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Benchmarks;

/// <summary>The steps between two answers as retraining does them, one after the other on one thread.</summary>
internal static class LabelingSteps
{
    private const int UpcomingCount = 6;
    private const int SumBytes = 8;
    private const string Id = "steps";

    /// <summary>
    /// Answers so many questions, one at a time, and gives the times of the steps, and a sum of all rows chosen and all scores: versions of
    /// the library that do the same have the same one.
    /// </summary>
    public static (IReadOnlyList<StepTimes> Steps, string Sum) Run(FeatureMatrix pool, bool[] isAbnormal, int answerCount)
    {
        using var folder = new LabelingFolder();
        using var store = new SqliteSessionStore(folder.StorePath);
        var keep = new StepTimes("an event kept on disk");
        var session = new ActiveLearningSession(
            pool,
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }),
            new ThirdsStrategy(),
            new SessionOptions
            {
                Seed = 1,
                KeptStageCount = 1,
                Cache = new TrainingCache(),
                LabelPolicy = new LatestAnswerPolicy(),
                Sink = sessionEvent => keep.Do(() => Keep(store, sessionEvent)),
            });
        session.Train();
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        StepTimes begin = new("take down what to train on"), train = new("train and score"), complete = new("take the model");
        StepTimes query = new("take down what to choose by"), choose = new($"choose {UpcomingCount} rows");
        for (var i = 0; i < answerCount; i++)
        {
            var pending = query.Do(session.BeginQuery);
            var chosen = choose.Do(() => pending.ChooseOneByOne(UpcomingCount));
            if (chosen is not [var next, ..])
            {
                break;
            }

            sum.AppendData(MemoryMarshal.AsBytes<int>(chosen.Select(row => row.Row).ToArray()));
            session.Ask([next.Row]);
            session.Answer(next.Row, isAbnormal[next.Row] ? RowLabel.Abnormal : RowLabel.Normal);
            var training = begin.Do(session.BeginTraining);
            var trained = train.Do(() => training.Run());
            sum.AppendData(MemoryMarshal.AsBytes(complete.Do(() => session.Complete(trained)).Scores.Span));
        }

        return ([keep, begin, train, complete, query, choose], Convert.ToHexString(sum.GetHashAndReset().AsSpan(0, SumBytes)));
    }

    private static bool Keep(SqliteSessionStore store, Sessions.Events.SessionEvent sessionEvent)
    {
        store.Append(Id, sessionEvent);
        return true;
    }
}
