using ActiveAnomaly.Torch;
using ActiveAnomaly.Training;
using TorchSharp;

[assembly: TrainingEngine(typeof(TorchEngine))]

namespace ActiveAnomaly.Torch;

/// <summary>
/// Training on libtorch, on an NVIDIA GPU or the CPU. It does what the managed engine does, within rounding; the same plan gives
/// the same bits on the same machine's CPU with the same number of libtorch threads. Immutable and thread safe.
/// </summary>
/// <remarks>
/// The rows and everything that depends on them lie on the device; an epoch of the library's own objectives neither copies
/// between host and device nor waits for the device. Losses are read once an epoch, so that divergence is reported at the end of
/// the epoch in which it happened. Mixing and noise draw their numbers on the host, as on the managed engine, and copy them in every
/// step. An objective, operation or optimiser that is not the library's is refused by name: the managed engine runs those.
/// A progress callback runs inside the run's dispose scope: a tensor that it creates is disposed with the run unless it detaches it.
/// </remarks>
public sealed class TorchEngine : ITrainingEngine
{
    /// <summary>Creates the engine on an NVIDIA GPU when libtorch sees one, else on the CPU.</summary>
    /// <exception cref="InvalidOperationException">libtorch is not there.</exception>
    public TorchEngine()
        : this(TorchDevice.Auto)
    {
    }

    /// <summary>Creates the engine on an NVIDIA GPU.</summary>
    /// <param name="cudaDeviceIndex">Which of the GPUs, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    /// <exception cref="InvalidOperationException">libtorch is not there, or sees no such GPU.</exception>
    public TorchEngine(int cudaDeviceIndex)
        : this(TorchDevice.Cuda, cudaDeviceIndex)
    {
    }

    /// <summary>Creates the engine on a device.</summary>
    /// <param name="device">Which kind of device.</param>
    /// <param name="cudaDeviceIndex">Which of the GPUs, from 0; without meaning on the CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="device"/> is no value of its type, or the index is negative.
    /// </exception>
    /// <exception cref="InvalidOperationException">libtorch is not there, or sees no such GPU.</exception>
    public TorchEngine(TorchDevice device, int cudaDeviceIndex = 0)
    {
        if (!Enum.IsDefined(device))
        {
            throw new ArgumentOutOfRangeException(nameof(device), device, "The device must be a value of TorchDevice.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(cudaDeviceIndex);
        Device = LibTorch.Device(device, cudaDeviceIndex);
    }

    /// <inheritdoc/>
    public string Name => IsCuda ? $"Torch (CUDA {Device.index})" : "Torch (CPU)";

    /// <summary>Gets a value indicating whether training runs on a GPU.</summary>
    public bool IsCuda => Device.type == DeviceType.CUDA;

    /// <summary>Gets the device.</summary>
    internal torch.Device Device { get; }

    /// <inheritdoc/>
    public TrainingResult Train(TrainingPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var stepCount = plan.Validate();
        using var runScope = torch.NewDisposeScope();
        var run = Start(plan, stepCount);
        var losses = new List<double>(plan.EpochCount);
        var choice = plan.Selection is null ? null : new EpochChoice(plan.Selection);
        var continues = true;
        for (var epoch = 0; epoch < plan.EpochCount && continues; epoch++)
        {
            losses.Add(RunEpoch(run, epoch, stepCount, cancellationToken));
            continues = choice?.Continues(new EpochState(epoch, losses[epoch], part => run.Parameters()[part]), run.Parameters) ?? true;
            plan.Progress?.Invoke(new EpochProgress(epoch, plan.EpochCount, losses[epoch]));
        }

        return new TrainingResult(choice?.Parameters ?? run.Parameters(), losses);
    }

    private TorchTrainingRun Start(TrainingPlan plan, int stepCount)
    {
        using var inference = torch.inference_mode();
        return new TorchTrainingRun(plan, stepCount, Device);
    }

    /// <summary>
    /// Runs in inference mode, which is faster than autograd switched off; the progress callback, the caller's code, does
    /// not.
    /// </summary>
    private static double RunEpoch(TorchTrainingRun run, int epoch, int stepCount, CancellationToken cancellationToken)
    {
        using var inference = torch.inference_mode();
        run.BeginEpoch(epoch);
        for (var step = 0; step < stepCount; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Step(step);
        }

        return run.EndEpoch();
    }
}
