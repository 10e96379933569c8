using System.Diagnostics.Metrics;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Detectors;

/// <summary>How often a pool is scored: once a stage.</summary>
[TestClass]
public sealed class ScoredRowsTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    private static readonly Dictionary<string, Func<Detector>> Detectors = new()
    {
        ["Deep SVDD"] = static () => new DeepSvddDetector(Quick(new DeepSvddOptions())),
        ["soft boundary"] = static () => new DeepSvddDetector(Quick(new DeepSvddOptions { Boundary = OneClassBoundary.SoftBoundary })),
        ["Deep SAD"] = static () => new DeepSadDetector(Quick(new DeepSadOptions())),
        ["NCE"] = static () => new NceDetector(Quick(new NceOptions())),
        ["NCE, head queries"] = static () => new NceDetector(Quick(new NceOptions { UaiHead = new UaiHeadOptions() })),
        ["NCE, head scores"] = static () =>
            new NceDetector(Quick(new NceOptions { UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head } })),
        ["autoencoder, head"] = static () =>
            new AutoencoderDetector(new AutoencoderOptions { Seed = 1, EpochCount = 1, UaiHead = new UaiHeadOptions() }),
    };

    public static IEnumerable<object[]> Names => Detectors.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Stage_OfASession_ScoresThePoolOnce(string name)
    {
        var session = new ActiveLearningSession(Pool.Rows, Detectors[name](), new HighConfidenceStrategy());
        var counts = new List<long>();
        using var counter = new Counter();
        session.Run(question => Pool.IsAbnormal[question.RowIndex] ? Answer.Abnormal : Answer.Normal, 2, _ => counts.Add(counter.Take()));
        counts.Add(counter.Take());

        // Three trainings score all rows each; the last query and what comes after it score none.
        Assert.AreSequenceEqual([Pool.RowCount, Pool.RowCount, Pool.RowCount, 0L], counts);
    }

    [TestMethod]
    public void Stage_OfAnEnsemble_ScoresThePoolOnceAMember()
    {
        var ensemble = EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 3, JobCount = 1 },
            Quick(new NceOptions { UaiHead = new UaiHeadOptions() }),
            static member => new NceDetector(member));
        using var counter = new Counter();
        ensemble.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 5)));
        Assert.AreEqual(3L * Pool.RowCount, counter.Take());
    }

    private static TOptions Quick<TOptions>(TOptions options)
        where TOptions : DeepOneClassOptions => options with { Seed = 1, PretrainingEpochCount = 1, EpochCount = 1 };

    /// <summary>Counts the rows that models score on the thread that made it, beside tests on other threads.</summary>
    private sealed class Counter : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private long _count;

        public Counter()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ScoringMeter.Name && instrument.Name == ScoringMeter.RowsScored)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) =>
            {
                // Other threads are called too. They must not write at all: adding 0 would undo what is added meanwhile.
                if (Environment.CurrentManagedThreadId == _thread)
                {
                    _count += count;
                }
            });
            _listener.Start();
        }

        public long Take()
        {
            var count = _count;
            _count = 0;
            return count;
        }

        public void Dispose() => _listener.Dispose();
    }
}
