using ActiveAnomaly.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

switch (args)
{
    case ["step", .. var only]:
        StepBenchmark.Run(only);
        return 0;
    case ["stage", ..]:
        StageBenchmark.Run();
        return 0;
    case ["score", ..]:
        ScoreBenchmark.Run();
        return 0;
    case ["large", ..]:
        LargeBenchmark.Run();
        return 0;
    case ["kernels", .. var rest]:
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromTypes([typeof(KernelBenchmarks)]).Run(rest.Length == 0 ? ["--filter", "*"] : rest, config);
        return 0;
    default:
        Console.Error.WriteLine("Give one of: step (training steps), stage (whole stages, retrain latency), score (scoring), large (10^6 rows), kernels (BenchmarkDotNet).");
        return 1;
}
