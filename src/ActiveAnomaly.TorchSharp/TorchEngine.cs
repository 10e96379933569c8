using ActiveAnomaly.Engines;
using ActiveAnomaly.Torch;
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
/// the epoch in which it happened. An objective that this engine does not know is evaluated on the host by its own
/// <see cref="Objectives.Objective.Evaluate"/>, which copies its outputs and gradient in every step.
/// </remarks>
public sealed class TorchEngine : ITrainingEngine
{
    private readonly torch.Device _device;

    /// <summary>Creates the engine on an NVIDIA GPU when libtorch sees one, else on the CPU.</summary>
    /// <exception cref="InvalidOperationException">libtorch is not there.</exception>
    public TorchEngine()
        : this(TorchDevice.Auto)
    {
    }

    /// <summary>Creates the engine on a device.</summary>
    /// <param name="device">Which kind of device.</param>
    /// <param name="cudaDeviceIndex">Which of the GPUs, from 0; without meaning on the CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="device"/> is no value of its type, or the index is negative.</exception>
    /// <exception cref="InvalidOperationException">libtorch is not there, or sees no such GPU.</exception>
    public TorchEngine(TorchDevice device, int cudaDeviceIndex = 0)
    {
        if (!Enum.IsDefined(device))
        {
            throw new ArgumentOutOfRangeException(nameof(device), device, "The device must be a value of TorchDevice.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(cudaDeviceIndex);
        _device = LibTorch.Device(device, cudaDeviceIndex);
    }

    /// <inheritdoc/>
    public string Name => IsCuda ? $"Torch (CUDA {_device.index})" : "Torch (CPU)";

    /// <summary>Gets a value indicating whether training runs on a GPU.</summary>
    public bool IsCuda => _device.type == DeviceType.CUDA;

    /// <inheritdoc/>
    public TrainingResult Train(TrainingPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var stepCount = plan.Validate();
        using var withoutAutograd = torch.no_grad();
        using var runScope = torch.NewDisposeScope();
        var run = new TorchTrainingRun(plan, stepCount, _device);
        var losses = new double[plan.EpochCount];
        for (var epoch = 0; epoch < losses.Length; epoch++)
        {
            run.BeginEpoch(epoch);
            for (var step = 0; step < stepCount; step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                run.Step(step);
            }

            losses[epoch] = run.EndEpoch();
            plan.Progress?.Invoke(new EpochProgress(epoch, losses.Length, losses[epoch]));
        }

        return new TrainingResult(run.Parameters(), losses);
    }
}
