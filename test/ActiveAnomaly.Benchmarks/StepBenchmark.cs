using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Training;
using ActiveAnomaly.Training.Managed;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Times single training steps: one-class with training and with frozen batch normalisation, and the autoencoder.</summary>
internal static class StepBenchmark
{
    public static readonly (int[] Sizes, int BatchSize)[] Nets =
    [
        ([33, 32, 16, 8], 128),
        ([41, 32, 16, 8], 1024),
        ([274, 128, 64, 32], 128),
        ([512, 256, 128], 1024),
    ];

    /// <summary>Runs the nets whose sizes are among <paramref name="only"/>, such as "41-32-16-8", or all.</summary>
    public static void Run(string[] only)
    {
        var nets = Nets.Where(net => only.Length == 0 || only.Contains(string.Join('-', net.Sizes))).ToArray();
        if (nets.Length == 0)
        {
            throw new ArgumentException(
                $"No net is called {string.Join(' ', only)}; there are "
                + $"{string.Join(", ", Nets.Select(net => string.Join('-', net.Sizes)))}.",
                nameof(only));
        }

        var peak = Timing.PeakGigaflops();
        var kernels = KernelSet.For(VectorPaths.Default);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"One thread, {kernels.Path}; peak of fused multiply-adds in registers now: {peak:F1} GFLOP/s."));
        Console.WriteLine("GFLOP/s counts the three matrix products of each layer (two for the first) and nothing else.");
        Console.WriteLine($"{"net",-16}{"batch",7}  {"step",-22}{"median us",11}{"p10 us",11}{"GFLOP/s",9}{"of peak",9}");
        foreach (var (sizes, batchSize) in nets)
        {
            var pool = BenchmarkPools.Create(4 * batchSize, sizes[0]);
            var encoder = NetworkShape.Encoder(sizes[0], sizes[1..^1], sizes[^1]);
            Print(encoder, batchSize, "one-class, training", OneClass(pool, encoder, batchSize, frozen: false), kernels, peak);
            Print(encoder, batchSize, "one-class, frozen", OneClass(pool, encoder, batchSize, frozen: true), kernels, peak);
            Print(encoder.WithDecoder(), batchSize, "autoencoder", Autoencoder(pool, encoder, batchSize), kernels, peak);
        }
    }

    /// <summary>Times the first steps of a process, while the runtime still compiles: one line for every thousand.</summary>
    public static void RunCold()
    {
        const int count = 1000;
        var (sizes, batchSize) = Nets[0];
        var pool = BenchmarkPools.Create(4 * batchSize, sizes[0]);
        var plan = OneClass(pool, NetworkShape.Encoder(sizes[0], sizes[1..^1], sizes[^1]), batchSize, frozen: false);
        var begin = Stopwatch.GetTimestamp();
        var run = new ManagedTrainingRun(plan, KernelSet.For(VectorPaths.Default));
        run.BeginEpoch(0);
        for (var thousand = 0; thousand < 12; thousand++)
        {
            for (var step = 0; step < count; step++)
            {
                run.Step(step % 4, lastOfEpoch: false);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"steps {thousand * count,6} to {((thousand + 1) * count) - 1,6}: "
                + $"{Stopwatch.GetElapsedTime(begin).TotalMicroseconds / count,8:F1} us a step"));
            begin = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>One-class training of an encoder with a fixed centre.</summary>
    public static TrainingPlan OneClass(FeatureMatrix pool, NetworkShape encoder, int batchSize, bool frozen, int epochCount = 1)
    {
        var center = new float[encoder.OutputSize];
        Array.Fill(center, 0.1f);
        var roles = RowRoles.Of(PoolLabels.None(pool.RowCount), []);
        return Plan(
            pool,
            encoder,
            batchSize,
            (pass, codes) => new OneClassObjective(pass.SquaredDistance(codes, center), roles, rejectAbnormal: true, RejectionMean.AllRows),
            frozen,
            epochCount);
    }

    private static TrainingPlan Autoencoder(FeatureMatrix pool, NetworkShape encoder, int batchSize) => Plan(
        pool,
        encoder.WithDecoder(),
        batchSize,
        (pass, outputs) => new ReconstructionObjective(outputs, pass.Inputs),
        frozen: false,
        epochCount: 1);

    private static TrainingPlan Plan(
        FeatureMatrix pool,
        NetworkShape shape,
        int batchSize,
        Func<TrainingPass, PassValue, Objective> objective,
        bool frozen,
        int epochCount)
    {
        var part = new NetworkPart("network", NetworkParameters.Draw(shape, new SeededRandom(1)));
        var pass = new TrainingPass(new MinibatchSource(pool.RowCount, batchSize, new SeededRandom(2)), pool.FeatureCount);
        return new TrainingPlan
        {
            Rows = pool,
            Groups = [new UpdateGroup([objective(pass, pass.Apply(part, pass.Inputs))], [part], new AdamOptions(1e-3, 1e-6))],
            EpochCount = epochCount,
            FrozenFromEpoch = frozen ? 0 : null,
        };
    }

    private static void Print(NetworkShape shape, int batchSize, string name, TrainingPlan plan, KernelSet kernels, double peak)
    {
        var run = new ManagedTrainingRun(plan, kernels);
        run.BeginEpoch(0);
        var step = 0;
        var times = Timing.Microseconds(() => run.Step(step++ % 4, lastOfEpoch: false), TimeSpan.FromSeconds(1.5));
        var flops = 0.0;
        for (var i = 0; i < shape.Layers.Count; i++)
        {
            flops += (i == 0 ? 2 : 3) * 2.0 * batchSize * shape.Layers[i].InputSize * shape.Layers[i].OutputSize;
        }

        var median = Timing.At(times, 0.5);
        var gigaflops = flops / median / 1000;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shape,-16}{batchSize,7}  {name,-22}{median,11:F1}{Timing.At(times, 0.1),11:F1}{gigaflops,9:F1}{gigaflops / peak,9:P0}"));
    }
}
