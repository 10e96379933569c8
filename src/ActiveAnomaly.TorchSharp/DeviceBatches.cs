using System.Runtime.InteropServices;
using ActiveAnomaly.Training;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// The batches of one pass on the device. An epoch's row indices are uploaded once; rows are then selected on the device, many
/// batches at a time, and a step takes views of them. Rows that stay the same from step to step, or from epoch to epoch, are
/// selected once.
/// </summary>
internal sealed class DeviceBatches
{
    /// <summary>The most numbers that are selected ahead (16 MiB), unless one batch alone has more.</summary>
    private const long LargestBlock = 1 << 22;

    private readonly BatchSource _source;
    private readonly torch.Tensor _pool;
    private readonly IReadOnlyList<torch.Tensor> _columns;
    private readonly torch.Device _device;
    private readonly int[] _batchOfStep;
    private readonly Dictionary<int, BatchMean> _means = [];
    private List<int> _rows = [];
    private List<int> _starts = [];
    private List<int> _nextRows = [];
    private List<int> _nextStarts = [];
    private torch.Tensor? _indices;
    private DeviceBatch[] _block = [];
    private int _firstOfBlock;

    /// <summary>
    /// Describes the batches of <paramref name="source"/> over a pool [n x d] and the columns [n x 1] that objectives want of
    /// each row.
    /// </summary>
    public DeviceBatches(BatchSource source, int stepCount, torch.Tensor pool, IReadOnlyList<torch.Tensor> columns)
    {
        _source = source;
        _pool = pool;
        _columns = columns;
        _device = pool.device;
        _batchOfStep = new int[stepCount];
    }

    /// <summary>Asks the source for the rows of all steps of an epoch.</summary>
    public void BeginEpoch(int epochIndex)
    {
        _source.BeginEpoch(epochIndex);
        ListRows();
        if (_indices is not null
            && _nextStarts.SequenceEqual(_starts)
            && CollectionsMarshal.AsSpan(_nextRows).SequenceEqual(CollectionsMarshal.AsSpan(_rows)))
        {
            return;
        }

        (_rows, _nextRows) = (_nextRows, _rows);
        (_starts, _nextStarts) = (_nextStarts, _starts);
        _indices?.Dispose();
        _indices = HostMemory.Upload(CollectionsMarshal.AsSpan(_rows), _device);
        Release();
    }

    /// <summary>
    /// Sees to it that a step's batch is selected. Called outside the step's dispose scope, for the selection outlives the
    /// step.
    /// </summary>
    public void Load(int stepIndex)
    {
        var batch = _batchOfStep[stepIndex];
        if (batch >= _firstOfBlock && batch < _firstOfBlock + _block.Length)
        {
            return;
        }

        Release();
        _firstOfBlock = batch;
        var end = batch + 1;
        while (end < _starts.Count - 1 && (_starts[end + 1] - _starts[batch]) * _pool.shape[1] <= LargestBlock)
        {
            end++;
        }

        var sizes = new long[end - batch];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = _starts[batch + i + 1] - _starts[batch + i];
        }

        using var indices = _indices!.narrow(0, _starts[batch], _starts[end] - _starts[batch]);
        var inputs = Select(_pool, indices, sizes);
        var columns = _columns.Select(column => Select(column, indices, sizes)).ToArray();
        _block = new DeviceBatch[sizes.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = (int)sizes[i];
            if (!_means.TryGetValue(size, out var mean))
            {
                _means.Add(size, mean = new BatchMean(size, _device));
            }

            _block[i] = new DeviceBatch(inputs[i], [.. columns.Select(column => column[i])], mean);
        }
    }

    /// <summary>Gets a step's batch, which is loaded.</summary>
    public DeviceBatch Batch(int stepIndex) => _block[_batchOfStep[stepIndex] - _firstOfBlock];

    private static torch.Tensor[] Select(torch.Tensor rows, torch.Tensor indices, long[] sizes)
    {
        using var selected = rows.index_select(0, indices);
        return selected.split(sizes);
    }

    private void ListRows()
    {
        _nextRows.Clear();
        _nextStarts.Clear();
        var before = 0;
        for (var step = 0; step < _batchOfStep.Length; step++)
        {
            var rows = _source.Rows(step);
            if (step == 0 || !rows.SequenceEqual(CollectionsMarshal.AsSpan(_nextRows)[before..]))
            {
                before = _nextRows.Count;
                _nextStarts.Add(before);
                RequireRows(rows);
                _nextRows.AddRange(rows);
            }

            _batchOfStep[step] = _nextStarts.Count - 1;
        }

        _nextStarts.Add(_nextRows.Count);
    }

    /// <summary>On a GPU a row outside the pool would end the process's use of the device.</summary>
    private void RequireRows(ReadOnlySpan<int> rows)
    {
        var rowCount = _pool.shape[0];
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)rowCount)
            {
                throw new ArgumentException($"A batch holds row {row}; the pool has the rows 0 to {rowCount - 1}.");
            }
        }

        if (rows.IsEmpty)
        {
            throw new ArgumentException("A batch has no rows; at least one is needed.");
        }
    }

    private void Release()
    {
        foreach (var batch in _block)
        {
            batch.Inputs.Dispose();
            Array.ForEach(batch.Columns, column => column.Dispose());
        }

        _block = [];
    }
}
