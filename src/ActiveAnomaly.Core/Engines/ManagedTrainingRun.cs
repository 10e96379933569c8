using ActiveAnomaly.Data;
using ActiveAnomaly.Kernels;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Engines;

/// <summary>
/// The state of one training run on the managed engine. Nothing is allocated after construction, but for the blocks of large
/// products, once a thread.
/// </summary>
internal sealed class ManagedTrainingRun
{
    private readonly TrainingPlan _plan;
    private readonly KernelSet _kernels;
    private readonly FeatureMatrix _rows;
    private readonly TrainingTerm[] _terms;
    private readonly double[] _lossSums;
    private readonly int[] _lossCounts;
    private readonly ManagedLayer[] _layers;
    private readonly AlignedBuffer _inputs;
    private readonly int _codeLayer;
    private readonly AlignedBuffer _codeGradient;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _gradient;
    private readonly AlignedBuffer _firstMoment;
    private readonly AlignedBuffer _secondMoment;
    private readonly float[][] _headFirstMoments;
    private readonly float[][] _headSecondMoments;
    private int _epochIndex;
    private int _optimizerStep;
    private bool _batchStatistics = true;

    public ManagedTrainingRun(TrainingPlan plan, KernelSet kernels)
    {
        _plan = plan;
        _kernels = kernels;
        _rows = plan.Rows;
        _terms = [.. plan.Terms];
        _lossSums = new double[_terms.Length];
        _lossCounts = new int[_terms.Length];
        var largestBatch = _terms.Max(term => term.Source.LargestBatch);
        if (_plan.EpochCount > 0 && _plan.FrozenFromEpoch is not 0)
        {
            RefuseBatchesOfOneRow();
        }

        var shape = plan.Start.Shape;
        var count = shape.Layers.Sum(ManagedLayer.WeightCount);
        _weights = new AlignedBuffer(count);
        _gradient = new AlignedBuffer(count);
        _firstMoment = new AlignedBuffer(count);
        _secondMoment = new AlignedBuffer(count);
        _inputs = new AlignedBuffer(largestBatch * shape.InputSize);
        _layers = new ManagedLayer[shape.Layers.Count];
        var offset = 0;
        var inputStride = shape.InputSize;
        for (var i = 0; i < _layers.Length; i++)
        {
            var size = ManagedLayer.WeightCount(shape.Layers[i]);
            _layers[i] = new ManagedLayer(
                kernels, plan.Start.Layers[i], inputStride, needsInputGradient: i > 0, largestBatch, _weights.Slice(offset, size), _gradient.Slice(offset, size));
            offset += size;
            inputStride = _layers[i].OutputStride;
        }

        _codeLayer = plan.CodeLayer ?? _layers.Length - 1;
        _codeGradient = new AlignedBuffer(
            _codeLayer < _layers.Length - 1 && _terms.Any(term => term.Objective.AddsToCodeGradient) ? largestBatch * _layers[_codeLayer].OutputStride : 0);
        foreach (var (source, objective) in _terms)
        {
            objective.Use(kernels);
            objective.Prepare(source.LargestBatch);
        }

        _headFirstMoments = [.. _terms.Select(term => new float[term.Objective.HeadParameters.Length])];
        _headSecondMoments = [.. _terms.Select(term => new float[term.Objective.HeadParameters.Length])];
    }

    /// <summary>Gets the loss of the epoch so far, as <see cref="EpochProgress.Loss"/> defines it.</summary>
    public double EpochLoss
    {
        get
        {
            var loss = 0.0;
            for (var i = 0; i < _lossSums.Length; i++)
            {
                loss += _lossCounts[i] == 0 ? 0 : _lossSums[i] / _lossCounts[i];
            }

            return loss;
        }
    }

    public void BeginEpoch(int epochIndex)
    {
        _epochIndex = epochIndex;
        _batchStatistics = !(epochIndex >= _plan.FrozenFromEpoch);
        Array.Clear(_lossSums);
        Array.Clear(_lossCounts);
        foreach (var (source, objective) in _terms)
        {
            source.BeginEpoch(epochIndex);
            objective.BeginEpoch(epochIndex);
        }
    }

    /// <summary>One step: every term's pass forward and backward, then the optimiser.</summary>
    public void Step(int step, bool lastOfEpoch)
    {
        for (var i = 0; i < _terms.Length; i++)
        {
            RunTerm(i, step, lastOfEpoch);
        }

        Optimize();
    }

    /// <summary>The passes of a step without the optimiser: for tests of gradients.</summary>
    internal void RunTerm(int termIndex, int step, bool lastOfEpoch)
    {
        var (source, objective) = _terms[termIndex];
        var rows = source.Rows(step);
        _kernels.GatherRows(_rows.Values, _rows.FeatureCount, rows, _inputs.Span);
        Forward(rows.Length);
        var output = _layers[^1];
        objective.HeadGradient.Clear();
        var withLoss = lastOfEpoch || objective.LossEveryStep;
        var batch = new ObjectiveBatch(rows, _inputs.Span, _rows.FeatureCount, output.Output, output.OutputSize, output.OutputStride, output.OutputGradient);
        var tapped = objective.AddsToCodeGradient && _codeGradient.Length > 0;
        if (tapped)
        {
            var code = _layers[_codeLayer];
            _codeGradient.Span.Clear();
            batch = new ObjectiveBatch(batch, code.Output, code.OutputSize, code.OutputStride, _codeGradient.Span);
        }

        var loss = objective.Evaluate(batch, withLoss);
        if (withLoss)
        {
            if (!float.IsFinite(loss))
            {
                throw new TrainingDivergedException(_epochIndex, step, loss);
            }

            _lossSums[termIndex] += loss;
            _lossCounts[termIndex]++;
        }

        Backward(rows.Length, accumulate: termIndex > 0, tapped);
    }

    /// <summary>Copies the network's numbers out.</summary>
    public NetworkParameters Parameters() => new(_plan.Start.Shape, [.. _layers.Select(layer => layer.Parameters())]);

    /// <summary>Copies the last step's weight gradients out, layer by layer, each row-major [outputs x inputs].</summary>
    internal float[][] WeightGradients() => [.. _layers.Select(layer => layer.WeightGradient())];

    private void RefuseBatchesOfOneRow()
    {
        foreach (var (source, _) in _terms)
        {
            if (source.LargestBatch < 2 && _plan.Start.Shape.Layers.Any(layer => layer.Activation == Activation.BatchNormLeakyRelu))
            {
                throw new ArgumentException(
                    "A batch of one row has no variance to normalise by; give at least two rows, or a minibatch of at least two.", nameof(TrainingPlan.Terms));
            }
        }
    }

    private void Forward(int rowCount)
    {
        ReadOnlySpan<float> input = _inputs.Span;
        foreach (var layer in _layers)
        {
            layer.Forward(input, rowCount, _batchStatistics);
            input = layer.Output;
        }
    }

    private void Backward(int rowCount, bool accumulate, bool tapped)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            if (tapped && i == _codeLayer)
            {
                var gradient = _layers[i].OutputGradient;
                var added = _codeGradient.Span;
                for (var k = 0; k < rowCount * _layers[i].OutputStride; k++)
                {
                    gradient[k] += added[k];
                }
            }

            _layers[i].Backward(
                i == 0 ? _inputs.Span : _layers[i - 1].Output, rowCount, _batchStatistics, accumulate, i == 0 ? default : _layers[i - 1].OutputGradient);
        }
    }

    private void Optimize()
    {
        _optimizerStep++;
        var coefficients = new AdamCoefficients(
            _plan.Optimizer.LearningRate, AdamOptions.Beta1, AdamOptions.Beta2, AdamOptions.Epsilon, _plan.Optimizer.WeightDecay, _optimizerStep);
        _kernels.Adam(_weights.Span, _gradient.Span, _firstMoment.Span, _secondMoment.Span, coefficients);
        for (var i = 0; i < _terms.Length; i++)
        {
            var objective = _terms[i].Objective;
            _kernels.Adam(objective.HeadParameters, objective.HeadGradient, _headFirstMoments[i], _headSecondMoments[i], coefficients);
        }

        foreach (var layer in _layers)
        {
            layer.RefreshTransposed();
        }
    }
}
