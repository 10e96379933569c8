using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Torch.Objectives;
using ActiveAnomaly.Training;
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
    private readonly TorchPart[] _parts;
    private readonly TorchPass[] _passes;
    private readonly TorchGroup[] _groups;
    private readonly TorchOptimizer[] _optimizers;
    private readonly Dictionary<Objective, TorchLoss> _losses = [];
    private int _epochIndex;
    private bool _frozen;

    public TorchTrainingRun(TrainingPlan plan, int stepCount, torch.Device device)
    {
        _plan = plan;
        _stepCount = stepCount;
        var pool = HostMemory.Upload(plan.Rows, device);

        // Parts in the order of the groups that move them, so that a group's lie side by side and take one optimiser step.
        NetworkPart[] parts = [.. plan.Groups.SelectMany(group => group.Parts).Concat(plan.Parts).Distinct()];
        float[][] starts = [.. parts.Select(part => TorchPart.StartOf(part).ToArray())];
        var numbers = HostMemory.Upload([.. starts.SelectMany(start => start)], 1, device).view(-1);
        var gradient = torch.zeros_like(numbers);
        long[] places = [.. starts.Select((_, i) => starts[..i].Sum(start => start.LongLength))];
        _parts = [.. parts.Select((part, i) => new TorchPart(
            part, numbers.narrow(0, places[i], starts[i].Length), gradient.narrow(0, places[i], starts[i].Length)))];
        var columns = plan.Passes.ToDictionary(pass => pass, _ => new List<torch.Tensor>());
        foreach (var objective in plan.Groups.SelectMany(group => group.Objectives))
        {
            var known = TorchObjective.For(objective, device);
            var ofPass = columns[objective.Values[0].Pass];
            _losses.Add(objective, new TorchLoss(known, new LossLog(), ofPass.Count));
            ofPass.AddRange(known.Columns);
        }

        _passes = [.. plan.Passes.Select(
            pass => new TorchPass(pass, stepCount, pool, columns[pass], part => _parts[Array.IndexOf(parts, part)]))];
        _groups = [.. plan.Groups.Select(group => new TorchGroup(group, _passes, _parts, objective => _losses[objective]))];
        _optimizers = [.. plan.Groups.Select(group => new TorchOptimizer(
            group.Optimizer,
            [.. Runs(parts, places, starts, group).Select(
                run => (numbers.narrow(0, run.First, run.Count), gradient.narrow(0, run.First, run.Count)))]))];
    }

    public void BeginEpoch(int epochIndex)
    {
        _epochIndex = epochIndex;
        if (!_frozen && epochIndex >= _plan.FrozenFromEpoch)
        {
            _frozen = true;
            Array.ForEach(_passes, pass => pass.Freeze());
        }

        Array.ForEach(_passes, pass => pass.BeginEpoch(epochIndex));
        foreach (var loss in _losses.Values)
        {
            loss.Objective.BeginEpoch(epochIndex);
        }
    }

    /// <summary>One step: every group's passes forward and backward, then its optimiser. Nothing waits for the device.</summary>
    public void Step(int stepIndex)
    {
        Prepare(stepIndex);
        using var stepScope = torch.NewDisposeScope();
        for (var i = 0; i < _groups.Length; i++)
        {
            _groups[i].Run(stepIndex, lastOfEpoch: stepIndex == _stepCount - 1);
            _optimizers[i].Step();
        }
    }

    /// <summary>The gradients of a step by the first group's parts, without the optimiser: for tests.</summary>
    internal IReadOnlyDictionary<NetworkPart, float[]> Gradients(int stepIndex)
    {
        Prepare(stepIndex);
        using var stepScope = torch.NewDisposeScope();
        _groups[0].Run(stepIndex, lastOfEpoch: false);
        return _parts.ToDictionary(part => part.Part, part => part.Gradient());
    }

    /// <summary>Reads what the epoch left on the device, and checks it.</summary>
    /// <returns>The epoch's loss, as <see cref="EpochProgress.Loss"/> defines it.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a parameter is not finite.</exception>
    public double EndEpoch()
    {
        using var scope = torch.NewDisposeScope();
        var loss = 0.0;
        (int StepIndex, float Loss)? first = null;
        foreach (var (mean, diverged) in Logs.Select(log => log.Read()))
        {
            loss += mean;
            first = diverged is { } found && !(first?.StepIndex <= found.StepIndex) ? found : first;
        }

        if (first is { } value)
        {
            throw new TrainingDivergedException(_epochIndex, value.StepIndex, value.Loss);
        }

        if (!_parts.All(part => part.IsFinite()))
        {
            throw TrainingDivergedException.OfWeights(_epochIndex, _stepCount - 1);
        }

        foreach (var objective in _losses.Values)
        {
            objective.Objective.WriteBack();
        }

        return loss;
    }

    /// <summary>Copies the parts' numbers out.</summary>
    public IReadOnlyDictionary<NetworkPart, NetworkParameters> Parameters() =>
        _parts.ToDictionary(part => part.Part, part => part.Parameters());

    private IEnumerable<LossLog> Logs => _losses.Values.Select(loss => loss.Log).Concat(_groups.SelectMany(group => group.Penalties));

    /// <summary>The places of a group's parts, neighbours put together.</summary>
    private static List<(long First, long Count)> Runs(NetworkPart[] parts, long[] places, float[][] starts, UpdateGroup group)
    {
        var runs = new List<(long First, long Count)>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (!group.Parts.Contains(parts[i]))
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1].First + runs[^1].Count == places[i])
            {
                runs[^1] = (runs[^1].First, runs[^1].Count + starts[i].Length);
            }
            else
            {
                runs.Add((places[i], starts[i].Length));
            }
        }

        return runs;
    }

    private void Prepare(int stepIndex)
    {
        Array.ForEach(_passes, pass => pass.Load(stepIndex));
        foreach (var log in Logs)
        {
            log.Compact();
        }
    }
}
