using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training.Managed;

/// <summary>A pass of a managed training run: its values' memory, and its operations forward and backward.</summary>
internal sealed class ManagedPass
{
    private readonly KernelSet _kernels;
    private readonly FeatureMatrix _rows;
    private readonly TrainingPass _pass;
    private readonly BatchValue[] _values;
    private readonly AlignedBuffer _inputs;
    private readonly BatchValue[][] _operands;
    private readonly RowOperation?[] _operations;
    private readonly ManagedPart?[] _parts;
    private readonly ManagedLayer[][] _layers;
    private readonly SparseRows? _sparse;

    public ManagedPass(
        TrainingPass pass,
        FeatureMatrix rows,
        KernelSet kernels,
        Func<NetworkPart, ManagedPart> partOf,
        Func<PassValue, int> writerCount,
        bool wantsInputGradients,
        bool looksForZeros)
    {
        _pass = pass;
        _rows = rows;
        _kernels = kernels;
        var largestBatch = pass.Source.LargestBatch;
        _values = new BatchValue[pass.Values.Count];
        _operands = new BatchValue[pass.Operations.Count][];
        _operations = [.. pass.Operations.Select(operation => operation as RowOperation)];
        _parts = new ManagedPart?[pass.Operations.Count];
        _layers = new ManagedLayer[pass.Operations.Count][];
        _inputs = new AlignedBuffer(largestBatch * rows.FeatureCount);
        _sparse = looksForZeros && rows.FeatureCount >= SparseRows.FewestColumns
            ? new SparseRows(largestBatch, rows.FeatureCount)
            : null;
        _values[0] = new BatchValue(
            pass.Source,
            rows.FeatureCount,
            rows.FeatureCount,
            _inputs,
            new AlignedBuffer(wantsInputGradients ? _inputs.Length : 0),
            wantsInputGradients);
        for (var i = 0; i < pass.Operations.Count; i++)
        {
            var operation = pass.Operations[i];
            _operands[i] = [.. operation.Inputs.Select(input => _values[input.Index])];
            _layers[i] = [];
            var hasSeveralWriters = writerCount(operation.Output) > 1;
            switch (operation)
            {
                case PartOperation applied:
                    _parts[i] = partOf(applied.Part);
                    _layers[i] = Layers(_parts[i]!, _operands[i][0].Stride, largestBatch);
                    var last = _layers[i][^1];
                    _values[i + 1] = new BatchValue(
                        pass.Source,
                        operation.Output.Size,
                        last.OutputStride,
                        last.Output,
                        last.OutputGradient,
                        hasSeveralWriters);
                    break;
                case RowOperation computed:
                    computed.Use(kernels);
                    computed.Prepare(largestBatch);
                    var size = operation.Output.Size;
                    _values[i + 1] = new BatchValue(
                        pass.Source,
                        size,
                        size,
                        new AlignedBuffer(largestBatch * size),
                        new AlignedBuffer(largestBatch * size),
                        hasSeveralWriters);
                    break;
                default:
                    throw new ArgumentException(
                        $"The managed engine does not know the operation {operation.GetType().Name}.",
                        nameof(pass));
            }
        }
    }

    /// <summary>Gets the number of products that left zeros of the rows out so far.</summary>
    public int SparseProductCount => _sparse?.ProductCount ?? 0;

    public BatchValue this[PassValue value] => _values[value.Index];

    public void BeginEpoch(int epochIndex)
    {
        _pass.Source.BeginEpoch(epochIndex);
        foreach (var operation in _pass.Operations.OfType<RowOperation>())
        {
            operation.BeginEpoch(epochIndex);
        }
    }

    /// <summary>Computes all values of a step's batch.</summary>
    public void Forward(int step, bool batchStatistics)
    {
        var rows = _pass.Source.Rows(step);
        foreach (var value in _values)
        {
            value.Begin(step, rows.Length);
        }

        _kernels.GatherRows(_rows.Values, _rows.FeatureCount, rows, _inputs.Span);
        _sparse?.Find(_inputs.Span, rows.Length);
        for (var i = 0; i < _operands.Length; i++)
        {
            if (_operations[i] is { } operation)
            {
                operation.BeginBatch(rows.Length);
                operation.Forward(_operands[i], _values[i + 1]);
                continue;
            }

            var (input, sparse) = (_operands[i][0].ValueMemory, SparseOperand(i));
            foreach (var layer in _layers[i])
            {
                layer.Forward(input, sparse, rows.Length, batchStatistics);
                (input, sparse) = (layer.Output, null);
            }
        }
    }

    /// <summary>Leads the gradients that objectives gave back to the parts that move.</summary>
    /// <param name="needs">For each value, whether its gradient is of use.</param>
    /// <param name="batchStatistics">Whether batch normalisation used the batch's statistics.</param>
    public void Backward(bool[] needs, bool batchStatistics)
    {
        for (var i = _operands.Length - 1; i >= 0; i--)
        {
            var output = _values[i + 1];
            if (!output.HasGradient)
            {
                continue;
            }

            if (_operations[i] is { } operation)
            {
                Backward(operation, i, needs);
            }
            else
            {
                Backward(_parts[i]!, i, needs[_pass.Operations[i].Inputs[0].Index], batchStatistics);
            }
        }
    }

    private void Backward(RowOperation operation, int index, bool[] needs)
    {
        for (var input = 0; input < operation.Inputs.Count; input++)
        {
            if (needs[operation.Inputs[input].Index])
            {
                var operand = _operands[index][input];
                operand.BeginGradient();
                operation.Backward(_operands[index], _values[index + 1], input);
                operand.EndGradient();
            }
        }
    }

    private void Backward(ManagedPart part, int index, bool needsInput, bool batchStatistics)
    {
        var (layers, moves) = (_layers[index], part.Moves);
        var operand = _operands[index][0];
        var rowCount = operand.RowCount;
        for (var l = layers.Length - 1; l > 0; l--)
        {
            layers[l].Backward(
                layers[l - 1].Output,
                sparse: null,
                rowCount,
                batchStatistics,
                moves,
                part.HasGradient,
                layers[l - 1].OutputGradient,
                accumulateInput: false);
        }

        // Products add to what is there, so that a further gradient of the operand needs no memory beside it.
        var accumulates = operand.HasGradient;
        layers[0].Backward(
            operand.ValueMemory,
            SparseOperand(index),
            rowCount,
            batchStatistics,
            moves,
            part.HasGradient,
            needsInput ? operand.GradientMemory : default,
            accumulates);
        part.HasGradient |= moves;
        if (needsInput && !accumulates)
        {
            operand.EndGradient();
        }
    }

    /// <summary>
    /// Gives where the rows that a part is applied to are not zero: for the pass's rows themselves, while they are sparse.
    /// </summary>
    private SparseRows? SparseOperand(int index) =>
        _operands[index][0] == _values[0] && _sparse is { IsSparse: true } ? _sparse : null;

    private ManagedLayer[] Layers(ManagedPart part, int inputStride, int largestBatch)
    {
        var layers = new ManagedLayer[part.Layers.Length];
        for (var l = 0; l < layers.Length; l++)
        {
            layers[l] = new ManagedLayer(_kernels, part.Layers[l], inputStride, largestBatch);
            inputStride = layers[l].OutputStride;
        }

        return layers;
    }
}
