namespace ActiveAnomaly.Detectors.Networks;

/// <summary>A trained UAI head: u = sigmoid(w [z, s] + b). Immutable and thread safe.</summary>
public sealed class UaiHead
{
    private readonly float[] _parameters;

    internal UaiHead(float[] parameters, UaiHeadOptions options)
    {
        _parameters = parameters;
        Options = options;
    }

    /// <summary>Gets what the head's output is used for.</summary>
    public UaiHeadOptions Options { get; }

    /// <summary>Gets the parameters [h + 2]: the weights of the code z, the weight of the score s, the offset b.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    internal float Output(ReadOnlySpan<float> code, float score) => Kernels.ScalarKernels.SigmoidOf(Logit(code, score));

    /// <summary>The logit w [z, s] + b, in a fixed order.</summary>
    private float Logit(ReadOnlySpan<float> code, float score)
    {
        var sum = _parameters[^1];
        for (var k = 0; k < code.Length; k++)
        {
            sum = MathF.FusedMultiplyAdd(_parameters[k], code[k], sum);
        }

        return MathF.FusedMultiplyAdd(_parameters[^2], score, sum);
    }
}
