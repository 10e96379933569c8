using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors;

/// <summary>Where a network model comes from.</summary>
internal sealed record ModelOrigin(string Name, NetworkDetectorOptions Options, long Seed, int Stage, string EngineName);
