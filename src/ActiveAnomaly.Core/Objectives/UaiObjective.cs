using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// A base loss with a UAI head (Pimentel et al., IJCNN 2020): u = sigmoid(w [z, s] + b) of the code z and the score s, and
/// L = base loss + the mean over the labelled rows of the batch of -ln u (abnormal) or -ln (1 - u) (normal). A batch without
/// labelled rows has the base loss alone.
/// </summary>
public sealed class UaiObjective : Objective
{
    private readonly float[] _parameters;
    private readonly float[] _gradient;

    /// <summary>Creates the objective.</summary>
    /// <param name="baseObjective">The base loss, whose score the head sees.</param>
    /// <param name="roles">The roles of the pool's rows; those labelled normal or abnormal train the head.</param>
    /// <param name="startParameters">What the head starts from [h + 2]: the weights of z, the weight of s, the offset b. Copied.</param>
    public UaiObjective(ScoredObjective baseObjective, RowRoles roles, ReadOnlySpan<float> startParameters)
    {
        ArgumentNullException.ThrowIfNull(baseObjective);
        ArgumentNullException.ThrowIfNull(roles);
        Base = baseObjective;
        Roles = roles;
        _parameters = startParameters.ToArray();
        _gradient = new float[_parameters.Length];
    }

    /// <summary>Gets the base loss.</summary>
    public ScoredObjective Base { get; }

    /// <summary>Gets the roles of the pool's rows.</summary>
    public RowRoles Roles { get; }

    /// <inheritdoc/>
    public override bool AddsToCodeGradient => true;

    /// <inheritdoc/>
    public override bool LossEveryStep => Base.LossEveryStep;

    /// <inheritdoc/>
    public override Span<float> HeadParameters => _parameters;

    /// <inheritdoc/>
    public override Span<float> HeadGradient => _gradient;

    /// <inheritdoc/>
    public override void Prepare(int largestBatch)
    {
        Base.Use(Kernels);
        Base.Prepare(largestBatch);
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => Base.BeginEpoch(epochIndex);

    /// <inheritdoc/>
    public override float Evaluate(in ObjectiveBatch batch, bool withLoss)
    {
        var codeSize = batch.CodeSize;
        if (_parameters.Length != codeSize + 2)
        {
            throw new InvalidOperationException($"The head has {_parameters.Length} parameters; codes of size {codeSize} need {codeSize + 2}.");
        }

        var loss = Base.Evaluate(batch, withLoss);
        var roles = Roles.Values;
        var labeled = 0;
        foreach (var row in batch.Rows)
        {
            labeled += roles[row] is RowRole.Normal or RowRole.Abnormal ? 1 : 0;
        }

        var crossEntropy = 0.0;
        for (var position = 0; position < batch.RowCount && labeled > 0; position++)
        {
            var role = roles[batch.Rows[position]];
            if (role is RowRole.Normal or RowRole.Abnormal)
            {
                crossEntropy += AddRow(batch, position, role == RowRole.Abnormal, 1f / labeled);
            }
        }

        return loss + (float)crossEntropy;
    }

    /// <summary>The head's logit w [z, s] + b, in a fixed order.</summary>
    internal static float Logit(ReadOnlySpan<float> parameters, ReadOnlySpan<float> code, float score)
    {
        var sum = parameters[^1];
        for (var k = 0; k < code.Length; k++)
        {
            sum = MathF.FusedMultiplyAdd(parameters[k], code[k], sum);
        }

        return MathF.FusedMultiplyAdd(parameters[^2], score, sum);
    }

    private double AddRow(in ObjectiveBatch batch, int position, bool abnormal, float share)
    {
        var score = Base.ScoreOf(batch, position);
        var code = batch.Code(position);
        var logit = Logit(_parameters, code, score);
        var slope = (ScalarKernels.SigmoidOf(logit) - (abnormal ? 1f : 0f)) * share;
        var codeGradient = batch.CodeGradient(position);
        for (var k = 0; k < code.Length; k++)
        {
            _gradient[k] += slope * code[k];
            codeGradient[k] += slope * _parameters[k];
        }

        _gradient[^2] += slope * score;
        _gradient[^1] += slope;
        Base.AddScoreGradient(batch, position, slope * _parameters[^2]);

        // -ln u = ln(1 + exp(-logit)), written so that neither sign of the logit overflows.
        double signed = abnormal ? -logit : logit;
        return share * (Math.Max(signed, 0) + double.LogP1(Math.Exp(-Math.Abs(signed))));
    }
}
