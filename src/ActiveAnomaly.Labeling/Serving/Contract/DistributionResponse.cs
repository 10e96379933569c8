using System.Text.Json.Serialization;

namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The values of a column: numbers or texts.</summary>
[JsonDerivedType(typeof(NumberDistributionResponse))]
[JsonDerivedType(typeof(CategoryDistributionResponse))]
internal abstract record DistributionResponse;
