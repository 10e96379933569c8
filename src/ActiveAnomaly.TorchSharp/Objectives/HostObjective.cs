using ActiveAnomaly.Data;
using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>
/// An objective that this engine does not know, evaluated by its own code on the host: every step waits for the device and
/// copies the outputs there and the gradient back. Correct for any objective; on a GPU far slower than one that is known.
/// </summary>
internal sealed class HostObjective : TorchObjective
{
    private readonly Objective _objective;
    private readonly FeatureMatrix _rows;
    private readonly float[] _inputs;
    private torch.Tensor? _parameters;
    private torch.Tensor? _gradient;

    public HostObjective(Objective objective, FeatureMatrix rows, int largestBatch)
    {
        _objective = objective;
        _rows = rows;
        _inputs = new float[largestBatch * rows.FeatureCount];
        objective.Prepare(largestBatch);
    }

    /// <inheritdoc/>
    public override bool LossEveryStep => _objective.LossEveryStep;

    /// <inheritdoc/>
    public override int HeadParameterCount => _objective.HeadParameters.Length;

    /// <inheritdoc/>
    public override void AttachHead(torch.Tensor parameters, torch.Tensor gradient)
    {
        parameters.copy_(HostMemory.Upload(_objective.HeadParameters, 1, parameters.device));
        _parameters = parameters;
        _gradient = gradient;
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _objective.BeginEpoch(epochIndex);

    /// <inheritdoc/>
    public override TorchLoss Evaluate(in TorchPass pass, bool withLoss)
    {
        WriteBack();
        _objective.HeadGradient.Clear();
        Gather(pass.Rows);
        var outputs = HostMemory.Download(pass.Outputs);
        var outputSize = (int)pass.Outputs.shape[1];
        var outputGradient = new float[outputs.Length];
        var batch = new ObjectiveBatch(pass.Rows, _inputs, _rows.FeatureCount, outputs, outputSize, outputSize, outputGradient);
        float[]? codeGradient = null;
        if (_objective.AddsToCodeGradient && !ReferenceEquals(pass.Codes, pass.Outputs))
        {
            var codes = HostMemory.Download(pass.Codes);
            var codeSize = (int)pass.Codes.shape[1];
            codeGradient = new float[codes.Length];
            batch = new ObjectiveBatch(batch, codes, codeSize, codeSize, codeGradient);
        }

        var loss = _objective.Evaluate(batch, withLoss);
        var device = pass.Outputs.device;
        _gradient?.copy_(HostMemory.Upload(_objective.HeadGradient, 1, device));
        return new TorchLoss(
            HostMemory.Upload(outputGradient, outputSize, device),
            codeGradient is null ? null : HostMemory.Upload(codeGradient, pass.Codes.shape[1], device),
            withLoss ? torch.full(1, 1, loss, torch.float32, device) : null);
    }

    /// <inheritdoc/>
    public override void WriteBack()
    {
        if (_parameters is not null)
        {
            HostMemory.Download(_parameters, _objective.HeadParameters);
        }
    }

    private void Gather(ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            _rows.Row(rows[i]).CopyTo(_inputs.AsSpan(i * _rows.FeatureCount));
        }
    }
}
