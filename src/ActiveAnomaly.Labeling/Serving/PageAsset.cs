namespace ActiveAnomaly.Labeling.Serving;

/// <summary>A file of the page. Immutable.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">What they are.</param>
/// <param name="Tag">A text that changes with them, in quotation marks.</param>
internal sealed record PageAsset(ReadOnlyMemory<byte> Content, string ContentType, string Tag);
