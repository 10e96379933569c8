using System.Diagnostics;
using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>Tensors are counted for the whole process, so nothing runs beside these tests.</summary>
[TestClass]
[DoNotParallelize]
public sealed class NativeMemoryTests
{
    /// <summary>
    /// What the allocators of the process may keep beyond what they use; one tensor of a minibatch leaked in each step would
    /// be over 60 MiB.
    /// </summary>
    private const long GrowthBound = 32L << 20;

    private const int EpochCount = 2000;

    [TestMethod]
    [DataRow("reconstruction")]
    [DataRow("NCE on a soft boundary")]
    [DataRow("head on an autoencoder")]
    [DataRow("mixed rows and noise")]
    public void Train_TenThousandSteps_LeavesNoTensorAndNoMemory(string name)
    {
        var engine = Native.Engine(TorchDevice.Cpu);
        Train(engine, name, 100);
        var memory = ResidentBytes();
        var before = torch.Tensor.TotalCount;
        var counts = Train(engine, name, EpochCount);
        Assert.AreEqual(before, torch.Tensor.TotalCount, "Tensors left.");
        Assert.AreEqual(counts[1], counts[^1], "Tensors from epoch to epoch.");
        Assert.IsLessThan(GrowthBound, ResidentBytes() - memory);
    }

    private static List<long> Train(TorchEngine engine, string name, int epochCount)
    {
        var counts = new List<long>();
        var plan = ParityCase.Of(name).Plan(ParityMode.Training, epochCount);
        engine.Train(ParityCase.With(plan, new AdamOptions(1e-5, 1e-6), _ => counts.Add(torch.Tensor.TotalCount)), CancellationToken.None);
        return counts;
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
