namespace ActiveAnomaly.Detectors.Copod;

/// <summary>The options of <see cref="CopodDetector"/>: it has none of its own.</summary>
public sealed record CopodOptions : DetectorOptions;
