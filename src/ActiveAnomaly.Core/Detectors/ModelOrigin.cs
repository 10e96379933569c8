namespace ActiveAnomaly.Detectors;

/// <summary>Where a model comes from.</summary>
internal sealed record ModelOrigin(string Name, DetectorOptions Options, long Seed, int Stage, float Threshold);
