using System.Diagnostics;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Benchmarks;

/// <summary>One person who answers the questions of a labelling session, at a pace.</summary>
internal sealed class LabelingPace : IDisposable
{
    private const string Annotator = "ada";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);

    private readonly bool[] _isAbnormal;
    private readonly LabelingSession _session;
    private int _row;

    public LabelingPace(ISessionStore store, FeatureMatrix pool, bool[] isAbnormal)
    {
        _isAbnormal = isAbnormal;
        _session = LabelingSession.Create(store, "pace", pool, new LabelingOptions { Seed = 1, AuditShare = 0.1 });
        _session.WaitForModelAsync().GetAwaiter().GetResult();
        _row = NextRow(_session.NextQuestionAsync(Annotator).GetAwaiter().GetResult());
    }

    /// <summary>Gives answers, one every <paramref name="pace"/>, or each at once after the one before.</summary>
    public PaceTimes Answer(int count, TimeSpan pace)
    {
        var times = new PaceTimes([], [], [], [], 0);
        using var end = new CancellationTokenSource();
        var looking = new Thread(() => Look(times.Waits, end.Token));
        looking.Start();
        var processor = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            var answer = _isAbnormal[_row] ? Sessions.Answer.Abnormal : Sessions.Answer.Normal;
            var receipt = _session.AnswerAsync(Annotator, _row, answer).GetAwaiter().GetResult();
            times.Receipts.Add(Since(begin));
            var looked = Stopwatch.GetTimestamp();
            _ = _session.State.Sequence;
            times.States.Add(Since(looked));
            WaitForModel(receipt.Sequence, begin, pace, times.Models);
            _row = NextRow(receipt.Next);
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        end.Cancel();
        looking.Join();
        return times with { ProcessorMilliseconds = processor.TotalMilliseconds / count };
    }

    public void Dispose() => _session.Dispose();

    private static double Since(long begin) => Stopwatch.GetElapsedTime(begin).TotalMilliseconds;

    private static int NextRow(Question question) =>
        question.Row ?? throw new InvalidOperationException($"There is no question to answer: {question.Waiting}");

    /// <summary>Waits until the pace allows the next answer, and takes down when a model knew of the last one.</summary>
    private void WaitForModel(long sequence, long begin, TimeSpan pace, List<double> models)
    {
        var isKnown = false;
        while (pace - Stopwatch.GetElapsedTime(begin) is { Ticks: > 0 } left)
        {
            if (isKnown)
            {
                Thread.Sleep(left);
                return;
            }

            var state = _session.State;
            if (state.Model?.SeenSequence >= sequence)
            {
                models.Add(Since(begin));
                isKnown = true;
                continue;
            }

            using var enough = new CancellationTokenSource(left);
            try
            {
                _session.WaitForChangeAsync(state.Version, enough.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested)
            {
                // The next answer is due.
            }
        }
    }

    private void Look(List<double> waits, CancellationToken end)
    {
        while (!end.WaitHandle.WaitOne(LookEvery))
        {
            var begin = Stopwatch.GetTimestamp();
            _ = _session.Properties;
            waits.Add(Since(begin));
        }
    }
}
