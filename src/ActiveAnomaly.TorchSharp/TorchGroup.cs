using ActiveAnomaly.Objectives;
using ActiveAnomaly.Torch.Objectives;
using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>An update group of a run: its passes forward, its objectives, its passes backward, its optimiser.</summary>
internal sealed class TorchGroup
{
    private readonly IReadOnlyList<Objective> _objectives;
    private readonly Func<Objective, TorchLoss> _lossOf;
    private readonly TorchPass[] _passes;
    private readonly bool[][] _needs;
    private readonly TorchPart[] _parts;
    private readonly IReadOnlyList<TorchPart> _allParts;
    private readonly LossLog[] _penalties;

    public TorchGroup(
        UpdateGroup group, IReadOnlyList<TorchPass> passes, IReadOnlyList<TorchPart> parts, Func<Objective, TorchLoss> lossOf)
    {
        _objectives = group.Objectives;
        _lossOf = lossOf;
        _allParts = parts;
        _parts = [.. parts.Where(part => group.Parts.Contains(part.Part))];
        _penalties = [.. _parts.Select(_ => new LossLog())];

        // In the order of their use in this group, as on the managed engine: running statistics depend on it.
        _passes = [.. group.Objectives.SelectMany(objective => objective.Values).Select(value => value.Pass).Distinct()
            .Select(used => passes.First(pass => pass.Pass == used))];
        _needs = [.. _passes.Select(pass => group.Needs(pass.Pass))];
    }

    /// <summary>Gets the penalties of the parts that the group moves.</summary>
    public IReadOnlyList<LossLog> Penalties => _penalties;

    /// <summary>Computes the gradient of every part that the group moves, penalties included.</summary>
    public void Run(int stepIndex, bool lastOfEpoch)
    {
        foreach (var part in _allParts)
        {
            part.HasGradient = false;
            part.Moves = _parts.Contains(part);
        }

        Array.ForEach(_passes, pass => pass.Forward(stepIndex));
        foreach (var objective in _objectives)
        {
            Evaluate(objective, stepIndex, lastOfEpoch);
        }

        for (var i = 0; i < _passes.Length; i++)
        {
            _passes[i].Backward(stepIndex, _needs[i]);
        }

        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i].CompleteGradient();
            if (_parts[i].AddPenalty() is { } penalty)
            {
                _penalties[i].Add(stepIndex, penalty);
            }
        }
    }

    private void Evaluate(Objective objective, int stepIndex, bool lastOfEpoch)
    {
        var (torchObjective, log, firstColumn) = _lossOf(objective);
        var passes = objective.Values.Select(value => _passes.First(pass => pass.Pass == value.Pass)).ToArray();
        var batch = passes[0].Batch(stepIndex);
        torch.Tensor[] values = [.. objective.Values.Zip(passes, (value, pass) => pass[value])];
        var gradients = new torch.Tensor?[values.Length];
        var withLoss = lastOfEpoch || objective.LossEveryStep;
        var loss = torchObjective.Evaluate(new TorchBatch(batch.Columns.AsSpan(firstColumn), batch.Mean), values, gradients, withLoss);
        if (withLoss)
        {
            log.Add(stepIndex, loss!);
        }

        for (var i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                passes[i].AddGradient(objective.Values[i].Index, gradient);
            }
        }
    }
}
