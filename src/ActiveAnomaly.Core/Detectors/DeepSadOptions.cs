namespace ActiveAnomaly.Detectors;

/// <summary>The options of <see cref="DeepSadDetector"/>.</summary>
public sealed record DeepSadOptions : DeepOneClassOptions
{
    /// <summary>Gets the weight of labelled rows, eta, positive.</summary>
    public double Eta { get; init; } = Defaults.Eta;

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        Require(Eta > 0 && double.IsFinite(Eta), nameof(Eta), Eta, "positive and finite");
    }
}
