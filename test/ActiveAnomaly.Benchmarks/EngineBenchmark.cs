using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// One-class training steps of the managed engine and of the TorchSharp engine, in turns. The time of a step is what more epochs
/// cost, divided by their steps: so the start of a run does not count, but the start and the end of every epoch do.
/// </summary>
internal static class EngineBenchmark
{
    private const int StepsPerEpoch = 10;
    private const int Rounds = 5;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);

    private static readonly (int[] Sizes, int BatchSize)[] Nets = [.. StepBenchmark.Nets, ([1024, 512, 256, 128], 8192)];

    /// <summary>Compares the engines; the TorchSharp engine runs on <paramref name="device"/>: a GPU's number, or "cpu".</summary>
    public static void Run(string device)
    {
        ITrainingEngine[] engines = [new ManagedEngine(), Torch(device)];
        Console.WriteLine($"{"net",-20}{"batch",7}  {"engine",-22}{"microseconds a step",20}{"lowest",12}{"highest",12}");
        foreach (var (sizes, batchSize) in Nets)
        {
            var pool = BenchmarkPools.Create(StepsPerEpoch * batchSize, sizes[0]);
            var encoder = NetworkShape.Encoder(sizes[0], sizes[1..^1], sizes[^1]);
            var epochs = engines.Select(engine => EpochsWithin(engine, pool, encoder, batchSize)).ToArray();
            var times = engines.Select(_ => new List<double>()).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < engines.Length; i++)
                {
                    var few = Seconds(engines[i], pool, encoder, batchSize, 1);
                    var many = Seconds(engines[i], pool, encoder, batchSize, 1 + epochs[i]);
                    times[i].Add(1e6 * (many - few) / (epochs[i] * StepsPerEpoch));
                }
            }

            for (var i = 0; i < engines.Length; i++)
            {
                times[i].Sort();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{encoder,-20}{batchSize,7}  "
                    + $"{engines[i].Name,-22}{times[i][Rounds / 2],20:F1}{times[i][0],12:F1}{times[i][^1],12:F1}"));
            }
        }
    }

    private static ITrainingEngine Torch(string device)
    {
        if (device == "cpu")
        {
            var engine = EngineDiscovery.RequireTorch();
            return engine.Name.Contains("CPU", StringComparison.Ordinal)
                ? engine
                : throw new InvalidOperationException(
                    $"libtorch sees a GPU ({engine.Name}); hide it with CUDA_VISIBLE_DEVICES= to measure the CPU.");
        }

        return int.TryParse(device, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? EngineDiscovery.RequireTorch(id)
            : throw new ArgumentException($"The device is '{device}'; 'cpu' and the numbers of GPUs, from 0, are allowed.", nameof(device));
    }

    /// <summary>How many epochs take about the budget, found by doubling, which also warms up.</summary>
    private static int EpochsWithin(ITrainingEngine engine, FeatureMatrix pool, NetworkShape encoder, int batchSize)
    {
        var epochs = 1;
        while (Seconds(engine, pool, encoder, batchSize, epochs) < Budget.TotalSeconds / 2)
        {
            epochs *= 2;
        }

        return epochs;
    }

    private static double Seconds(ITrainingEngine engine, FeatureMatrix pool, NetworkShape encoder, int batchSize, int epochCount)
    {
        var plan = StepBenchmark.OneClass(pool, encoder, batchSize, frozen: false, epochCount);
        var begin = Stopwatch.GetTimestamp();
        engine.Train(plan, CancellationToken.None);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
