using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>A base loss with a UAI head u = sigmoid(w [z, s] + b), trained by the batch's labelled rows.</summary>
internal sealed class TorchUaiObjective : TorchObjective
{
    private static readonly Scalar One = 1f;
    private static readonly Scalar MinusTwo = -2f;

    private readonly UaiObjective _objective;
    private readonly TorchScoredObjective _base;
    private readonly torch.Tensor _labeled;
    private readonly torch.Tensor _abnormal;
    private torch.Tensor? _parameters;
    private torch.Tensor? _gradient;
    private torch.Tensor? _codeWeights;
    private torch.Tensor? _scoreWeight;

    public TorchUaiObjective(UaiObjective objective, TorchScoredObjective baseObjective, torch.Device device)
    {
        _objective = objective;
        _base = baseObjective;
        _labeled = Column(role => role is RowRole.Normal or RowRole.Abnormal, device);
        _abnormal = Column(role => role == RowRole.Abnormal, device);
        Columns = [.. baseObjective.Columns, _labeled, _abnormal];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<torch.Tensor> Columns { get; }

    /// <inheritdoc/>
    public override bool LossEveryStep => _base.LossEveryStep;

    /// <inheritdoc/>
    public override int HeadParameterCount => _objective.HeadParameters.Length;

    /// <inheritdoc/>
    public override void AttachHead(torch.Tensor parameters, torch.Tensor gradient)
    {
        parameters.copy_(HostMemory.Upload(_objective.HeadParameters, 1, parameters.device));
        _parameters = parameters;
        _gradient = gradient;
        _codeWeights = parameters.narrow(0, 0, HeadParameterCount - 2).t();
        _scoreWeight = parameters.narrow(0, HeadParameterCount - 2, 1);
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _base.BeginEpoch(epochIndex);

    /// <inheritdoc/>
    public override TorchLoss Evaluate(in TorchPass pass, bool withLoss)
    {
        if (pass.Codes.shape[1] + 2 != HeadParameterCount)
        {
            throw new InvalidOperationException(
                $"The head has {HeadParameterCount} parameters; codes of size {pass.Codes.shape[1]} need {pass.Codes.shape[1] + 2}.");
        }

        var (scores, difference) = _base.Scores(pass);
        var (baseSlopes, loss) = _base.Slopes(pass, scores, withLoss);
        var abnormal = pass.Columns[^1];
        var labeled = pass.Columns[^2];
        var weights = labeled.div(labeled.sum().clamp_(min: One));
        var features = torch.cat([pass.Codes, scores, pass.Mean.Ones], 1);
        var logits = features.mm(_parameters!);
        if (withLoss)
        {
            // ln(1 + exp(x)) with x = -logit for abnormal rows and logit for the others.
            loss!.add_(torch.nn.functional.softplus(torch.addcmul(logits, abnormal, logits, MinusTwo)).mul_(weights).sum());
        }

        var slopes = logits.sigmoid_().sub_(abnormal).mul_(weights);
        _gradient!.addmm_(features.t(), slopes, beta: 0f, alpha: 1f);
        return new TorchLoss(_base.OutputGradient(difference, baseSlopes.add(slopes.mul(_scoreWeight!))), slopes.mm(_codeWeights!), loss);
    }

    /// <inheritdoc/>
    public override void WriteBack()
    {
        _base.WriteBack();
        HostMemory.Download(_parameters!, _objective.HeadParameters);
    }

    private torch.Tensor Column(Func<RowRole, bool> holds, torch.Device device) => HostMemory.Upload(
        (float[])[.. _objective.Roles.Values.ToArray().Select(role => holds(role) ? 1f : 0f)], 1, device);
}
