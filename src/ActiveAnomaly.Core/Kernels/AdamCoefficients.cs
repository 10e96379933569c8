namespace ActiveAnomaly.Kernels;

/// <summary>The numbers of one step of Adam, or of RMSprop, that are the same for all weights.</summary>
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

    private AdamCoefficients(double learningRate, double rho, double epsilon)
    {
        Beta2 = (float)rho;
        OneMinusBeta1 = 1f;
        OneMinusBeta2 = (float)(1 - rho);
        Epsilon = (float)epsilon;
        NegativeStepSize = (float)-learningRate;
        InverseSecondCorrection = 1f;
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

    /// <summary>Gives the numbers of RMSprop: Adam whose first moment is the gradient, without bias corrections.</summary>
    public static AdamCoefficients RmsProp(double learningRate, double rho, double epsilon) => new(learningRate, rho, epsilon);
}
