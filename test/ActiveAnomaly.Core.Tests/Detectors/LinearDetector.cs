namespace ActiveAnomaly.Detectors;

/// <summary>The options of <see cref="LinearDetector"/>.</summary>
internal sealed record LinearOptions : DetectorOptions;

/// <summary>A detector whose model, and whose scores if need be, a test gives.</summary>
internal sealed class LinearDetector(Func<DetectorModel> model, float[]? scores = null, LinearOptions? options = null)
    : Detector(options ?? new LinearOptions { Seed = 11 })
{
    public override string Name => "linear";

    public override bool UsesLabels => true;

    protected override TrainedDetector Train(TrainingRequest request) =>
        scores is null ? Scored(model(), request) : new TrainedDetector(model(), scores);
}
