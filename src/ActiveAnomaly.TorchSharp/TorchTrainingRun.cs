using ActiveAnomaly.Engines;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Torch.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// The state of one training run on libtorch. Its tensors live in the dispose scope in which it is created, those of a step in a
/// scope of the step's own. It is created and used in inference mode.
/// </summary>
internal sealed class TorchTrainingRun
{
    private readonly TrainingPlan _plan;
    private readonly int _stepCount;
    private readonly int _codeLayer;
    private readonly int _outputLayer;
    private readonly TorchObjective[] _objectives;
    private readonly DeviceBatches[] _batches;
    private readonly LossLog[] _losses;
    private readonly TorchNetwork _network;
    private readonly TorchOptimizer _optimizer;
    private int _epochIndex;

    public TorchTrainingRun(TrainingPlan plan, int stepCount, torch.Device device)
    {
        _plan = plan;
        _stepCount = stepCount;
        _outputLayer = plan.Start.Shape.Layers.Count - 1;
        _codeLayer = plan.CodeLayer ?? _outputLayer;
        if (plan.EpochCount > 0 && plan.FrozenFromEpoch is not 0)
        {
            RefuseBatchesOfOneRow();
        }

        var pool = HostMemory.Upload(plan.Rows, device);
        _objectives = [.. plan.Terms.Select(term => TorchObjective.For(term, plan.Rows, device))];
        _batches = [.. plan.Terms.Zip(_objectives, (term, objective) => new DeviceBatches(term.Source, stepCount, pool, objective.Columns))];
        _losses = [.. plan.Terms.Select(_ => new LossLog())];
        _network = new TorchNetwork(plan.Start, _objectives.Sum(objective => objective.HeadParameterCount), device);
        AttachHeads();
        _optimizer = new TorchOptimizer(plan.Optimizer, _network.Parameters, _network.Gradient);
    }

    public void BeginEpoch(int epochIndex)
    {
        _epochIndex = epochIndex;
        if (epochIndex >= _plan.FrozenFromEpoch)
        {
            _network.Freeze();
        }

        for (var i = 0; i < _objectives.Length; i++)
        {
            _batches[i].BeginEpoch(epochIndex);
            _objectives[i].BeginEpoch(epochIndex);
        }
    }

    /// <summary>One step: every term's pass forward and backward, then the optimiser. Nothing waits for the device.</summary>
    public void Step(int stepIndex)
    {
        Prepare(stepIndex);
        using var stepScope = torch.NewDisposeScope();
        RunTerms(stepIndex);
        _optimizer.Step();
    }

    /// <summary>The weights' gradients of a step, without the optimiser: for tests.</summary>
    internal float[][] WeightGradients(int stepIndex)
    {
        Prepare(stepIndex);
        using var stepScope = torch.NewDisposeScope();
        RunTerms(stepIndex);
        return _network.WeightGradients();
    }

    /// <summary>Reads what the epoch left on the device, and checks it.</summary>
    /// <returns>The epoch's loss, as <see cref="EpochProgress.Loss"/> defines it.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a parameter is not finite.</exception>
    public double EndEpoch()
    {
        using var scope = torch.NewDisposeScope();
        var loss = 0.0;
        (int StepIndex, float Loss)? first = null;
        foreach (var (mean, diverged) in _losses.Select(log => log.Read()))
        {
            loss += mean;
            first = diverged is { } found && !(first?.StepIndex <= found.StepIndex) ? found : first;
        }

        if (first is { } value)
        {
            throw new TrainingDivergedException(_epochIndex, value.StepIndex, value.Loss);
        }

        if (!_network.IsFinite())
        {
            throw new TrainingDivergedException(_epochIndex, _stepCount - 1, double.NaN);
        }

        Array.ForEach(_objectives, objective => objective.WriteBack());
        return loss;
    }

    /// <summary>Copies the network's numbers out.</summary>
    public NetworkParameters Parameters() => _network.ToParameters();

    private void Prepare(int stepIndex)
    {
        for (var i = 0; i < _batches.Length; i++)
        {
            _batches[i].Load(stepIndex);
            _losses[i].Compact();
        }
    }

    private void RunTerms(int stepIndex)
    {
        for (var i = 0; i < _objectives.Length; i++)
        {
            var objective = _objectives[i];
            var batch = _batches[i].Batch(stepIndex);
            _network.Forward(batch.Inputs, batch.Mean);
            var pass = new TorchPass(_batches[i].Rows(stepIndex), batch, _network.Output(_outputLayer), _network.Output(_codeLayer));
            var withLoss = objective.LossEveryStep || stepIndex == _stepCount - 1;
            var (outputGradient, codeGradient, loss) = objective.Evaluate(pass, withLoss);
            if (withLoss)
            {
                _losses[i].Add(stepIndex, loss!);
            }

            _network.Backward(outputGradient, codeGradient, _codeLayer, batch.Mean, accumulate: i > 0);
        }
    }

    private void AttachHeads()
    {
        var first = 0;
        foreach (var objective in _objectives.Where(objective => objective.HeadParameterCount > 0))
        {
            var (parameters, gradient) = _network.Head(first, objective.HeadParameterCount);
            objective.AttachHead(parameters, gradient);
            first += objective.HeadParameterCount;
        }
    }

    private void RefuseBatchesOfOneRow()
    {
        if (_plan.Terms.Any(term => term.Source.LargestBatch < 2) && _plan.Start.Shape.Layers.Any(layer => layer.Activation == Activation.BatchNormLeakyRelu))
        {
            throw new ArgumentException(
                "A batch of one row has no variance to normalise by; give at least two rows, or a minibatch of at least two.", nameof(TrainingPlan.Terms));
        }
    }
}
