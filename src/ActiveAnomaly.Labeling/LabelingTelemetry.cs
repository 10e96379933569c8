using System.Diagnostics;
using System.Diagnostics.Metrics;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// What programs that watch labelling can measure and trace (System.Diagnostics: OpenTelemetry, dotnet-counters). Numbers and times only:
/// no measurement and no activity carries anything of a row, its cells, what was said of it, who said it, or what the session is called.
/// </summary>
public static class LabelingTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ActiveAnomaly.Labeling";

    /// <summary>The name of the source of activities.</summary>
    public const string ActivitySourceName = "ActiveAnomaly.Labeling";

    /// <summary>The name of the activity of keeping an answer.</summary>
    internal const string AnswerActivity = "keep answer";

    /// <summary>The name of the activity of training.</summary>
    internal const string TrainingActivity = "train";

    private static readonly Meter Meter = new(MeterName);

    private static readonly ActivitySource Source = new(ActivitySourceName);

    private static readonly Counter<long> Questions = Meter.CreateCounter<long>(
        "active_anomaly.labeling.questions", "{question}", "Rows that people were asked about for the first time.");

    private static readonly Counter<long> Answers = Meter.CreateCounter<long>(
        "active_anomaly.labeling.answers", "{answer}", "Answers that were kept, skips among them.");

    private static readonly Histogram<double> AnswerDuration = Meter.CreateHistogram<double>(
        "active_anomaly.labeling.answer.duration", "ms", "How long it took to keep an answer for good.");

    private static readonly Histogram<double> TrainingDuration = Meter.CreateHistogram<double>(
        "active_anomaly.labeling.training.duration", "ms", "How long a model was trained.");

    private static int _openSessionCount;

    /// <summary>
    /// Gets the number of sessions that are open. Observed, not added to: whoever begins to watch later, as dotnet-counters does, is told
    /// of those that were open before.
    /// </summary>
    internal static ObservableUpDownCounter<int> Sessions { get; } = Meter.CreateObservableUpDownCounter(
        "active_anomaly.labeling.sessions", static () => Volatile.Read(ref _openSessionCount), "{session}", "Sessions that are open.");

    /// <summary>Gets the number of trainings that failed.</summary>
    internal static Counter<long> TrainingFailures { get; } = Meter.CreateCounter<long>(
        "active_anomaly.labeling.training.failures", "{failure}", "Attempts to train, or to choose rows, that failed.");

    /// <summary>Counts a session that was opened.</summary>
    internal static void SessionOpened() => Interlocked.Increment(ref _openSessionCount);

    /// <summary>Counts a session that was closed.</summary>
    internal static void SessionClosed() => Interlocked.Decrement(ref _openSessionCount);

    /// <summary>Counts what an event that was kept says.</summary>
    internal static void Count(SessionEvent kept)
    {
        switch (kept)
        {
            case RowsQueried queried:
                Questions.Add(queried.Rows.Count);
                break;
            case RowAnswered or RowLabeled:
                Answers.Add(1);
                break;
        }
    }

    /// <summary>Keeps an answer, measured and as an activity.</summary>
    /// <param name="session">The session; the same answer twice, which adds nothing to its log, is not measured.</param>
    /// <param name="keep">Keeps the answer.</param>
    internal static void KeepAnswer(ActiveLearningSession session, Action keep) => Measure(
        AnswerActivity,
        AnswerDuration,
        () =>
        {
            var known = session.Log.Count;
            keep();
            return session.Log.Count > known;
        });

    /// <summary>Trains, measured and as an activity.</summary>
    internal static T Train<T>(Func<T> train)
    {
        T? result = default;
        Measure(
            TrainingActivity,
            TrainingDuration,
            () =>
            {
                result = train();
                return true;
            });
        return result!;
    }

    /// <summary>What fails is an activity that says so, by the type of the error alone, and has no duration.</summary>
    private static void Measure(string name, Histogram<double> duration, Func<bool> work)
    {
        using var activity = Source.StartActivity(name);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            if (work())
            {
                duration.Record(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag("error.type", exception.GetType().FullName);
            throw;
        }
    }
}
