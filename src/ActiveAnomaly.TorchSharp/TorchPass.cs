using ActiveAnomaly.Torch.Operations;
using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>A pass of a run: its values and their gradients, which live in the step's dispose scope.</summary>
internal sealed class TorchPass
{
    private readonly TrainingPass _pass;
    private readonly DeviceBatches _batches;
    private readonly TorchOperation[] _operations;
    private readonly int[][] _inputs;
    private readonly torch.Tensor[] _values;
    private readonly torch.Tensor?[] _gradients;

    /// <summary>Creates the pass over a pool [n x d] and the columns [n x 1] that objectives want of each row.</summary>
    public TorchPass(
        TrainingPass pass, int stepCount, torch.Tensor pool, IReadOnlyList<torch.Tensor> columns, Func<NetworkPart, TorchPart> partOf)
    {
        _pass = pass;
        _batches = new DeviceBatches(pass.Source, stepCount, pool, columns);
        _operations = [.. pass.Operations.Select(
            operation => TorchOperation.For(operation, pass.Source.LargestBatch, partOf, pool.device))];
        _inputs = [.. pass.Operations.Select(operation => operation.Inputs.Select(input => input.Index).ToArray())];
        _values = new torch.Tensor[pass.Values.Count];
        _gradients = new torch.Tensor?[_values.Length];
    }

    public TrainingPass Pass => _pass;

    public torch.Tensor this[PassValue value] => _values[value.Index];

    public void BeginEpoch(int epochIndex)
    {
        _batches.BeginEpoch(epochIndex);
        Array.ForEach(_operations, operation => operation.BeginEpoch(epochIndex));
    }

    public void Freeze() => Array.ForEach(_operations, operation => operation.Freeze());

    /// <summary>Sees to it that a step's batch is selected. Called outside the step's dispose scope.</summary>
    public void Load(int stepIndex) => _batches.Load(stepIndex);

    /// <summary>Gets a step's batch, which is loaded.</summary>
    public DeviceBatch Batch(int stepIndex) => _batches.Batch(stepIndex);

    /// <summary>Computes all values of a step's batch.</summary>
    public void Forward(int stepIndex)
    {
        var batch = Batch(stepIndex);
        Array.Clear(_gradients);
        _values[0] = batch.Inputs;
        for (var i = 0; i < _operations.Length; i++)
        {
            _values[i + 1] = _operations[i].Forward(Of(_inputs[i]), batch.Mean);
        }
    }

    /// <summary>Takes a gradient of a value; several add up.</summary>
    public void AddGradient(int valueIndex, torch.Tensor gradient) =>
        _gradients[valueIndex] = _gradients[valueIndex]?.Plus(gradient) ?? gradient;

    /// <summary>Leads the gradients that objectives gave back to the parts that move.</summary>
    /// <param name="stepIndex">The step.</param>
    /// <param name="needs">For each value, whether its gradient is of use.</param>
    public void Backward(int stepIndex, bool[] needs)
    {
        var mean = Batch(stepIndex).Mean;
        for (var i = _operations.Length - 1; i >= 0; i--)
        {
            if (_gradients[i + 1] is { } gradient)
            {
                bool[] wanted = [.. _inputs[i].Select(input => needs[input])];
                var found = new torch.Tensor?[wanted.Length];
                _operations[i].Backward(gradient, wanted, found, mean);
                for (var k = 0; k < found.Length; k++)
                {
                    if (wanted[k])
                    {
                        AddGradient(_inputs[i][k], found[k]!);
                    }
                }
            }

            _operations[i].EndPass();
        }
    }

    private torch.Tensor[] Of(int[] indices) => Array.ConvertAll(indices, index => _values[index]);
}
