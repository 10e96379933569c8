namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>The options of <see cref="DeepSadDetector"/>.</summary>
public sealed record DeepSadOptions : DeepOneClassOptions
{
    /// <summary>Gets the weight of labelled rows, eta, positive.</summary>
    public double Eta { get; init; } = Defaults.Eta;

    /// <summary>
    /// Gets a value indicating whether rows labelled normal are weighted with eta too (Ruff et al.), instead of counting like
    /// unlabelled ones (the authors' program). Without effect for eta = 1.
    /// </summary>
    public bool WeightsNormalRows { get; init; } = true;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(Eta > 0 && double.IsFinite(Eta), nameof(Eta), Eta, "positive and finite");
    }
}
