namespace ActiveAnomaly.Kernels;

/// <summary>The numbers of one Adam step that are the same for all weights.</summary>
internal readonly struct AdamCoefficients
{
    /// <summary>Computes the numbers of step <paramref name="step"/>, counted from 1.</summary>
    public AdamCoefficients(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, int step)
    {
        Beta2 = (float)beta2;
        OneMinusBeta1 = (float)(1 - beta1);
        OneMinusBeta2 = (float)(1 - beta2);
        Epsilon = (float)epsilon;
        WeightDecay = (float)weightDecay;
        NegativeStepSize = (float)(-learningRate / (1 - Math.Pow(beta1, step)));
        InverseSecondCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }

    public float Beta2 { get; }

    public float OneMinusBeta1 { get; }

    public float OneMinusBeta2 { get; }

    public float Epsilon { get; }

    public float WeightDecay { get; }

    /// <summary>Gets minus the learning rate over the first moment's bias correction.</summary>
    public float NegativeStepSize { get; }

    /// <summary>Gets one over the root of the second moment's bias correction.</summary>
    public float InverseSecondCorrection { get; }
}
