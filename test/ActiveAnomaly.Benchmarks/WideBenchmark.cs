using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Benchmarks;

/// <summary>A wide encoder, 1024-512-256-128, on one million rows of 256 features: Deep SVDD from random weights, 5 epochs.</summary>
internal static class WideBenchmark
{
    private const int RowCount = 1_000_000;
    private const int FeatureCount = 256;
    private const int EpochCount = 5;
    private const int BatchSize = 8192;

    /// <summary>Trains on "managed", on "torch" (wherever libtorch computes) or on a GPU by its number.</summary>
    public static void Run(string engine)
    {
        int? gpu = int.TryParse(engine, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        if (gpu is null && engine is not ("managed" or "torch"))
        {
            throw new ArgumentException(
                $"The engine is '{engine}'; 'managed', 'torch' and the numbers of GPUs, from 0, are allowed.", nameof(engine));
        }

        var pool = BenchmarkPools.Create(RowCount, FeatureCount);
        var detector = new DeepSvddDetector(new DeepSvddOptions
        {
            Seed = 1,
            HiddenSizes = [1024, 512, 256],
            CodeSize = 128,
            PretrainingEpochCount = 0,
            EpochCount = EpochCount,
            BatchSize = BatchSize,
            Engine = engine == "managed" ? EngineChoice.Managed : EngineChoice.Torch,
            GpuDeviceId = gpu,
        });
        var begin = Stopwatch.GetTimestamp();
        var model = (NetworkModel)detector.Fit(new TrainingRequest(pool) { Progress = new Epochs() }).Model;
        var training = Stopwatch.GetElapsedTime(begin);
        begin = Stopwatch.GetTimestamp();
        var scores = model.Score(pool);
        var scoring = Stopwatch.GetElapsedTime(begin);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RowCount} x {FeatureCount}, 1024-512-256-128, {EpochCount} epochs, {model.EngineName}: training {training.TotalSeconds:F1} "
            + $"s, scoring on the CPU {scoring.TotalSeconds:F1} s, AUC {Ranking.RocAuc(scores, BenchmarkPools.Truth(RowCount)):F4}"));
    }

    private sealed class Epochs : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Phase}, epoch {value.EpochIndex + 1} of {value.EpochCount}: loss {value.Loss:G4}, {value.Elapsed.TotalSeconds:F1} s, "
            + $"{value.TimeLeft.TotalSeconds:F0} s left"));
    }
}
