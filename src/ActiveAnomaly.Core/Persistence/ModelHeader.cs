using System.Text.Json;

namespace ActiveAnomaly.Persistence;

/// <summary>What a file says of any model, as JSON, before the numbers (version 2).</summary>
internal sealed record ModelHeader
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required long Seed { get; init; }

    public required int Stage { get; init; }

    public required float Threshold { get; init; }

    public required int FeatureCount { get; init; }

    public required string OptionsType { get; init; }

    public required JsonElement Options { get; init; }

    /// <summary>Gets what the kind's codec wrote, if anything.</summary>
    public JsonElement? Content { get; init; }
}
