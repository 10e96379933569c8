namespace ActiveAnomaly.Labeling.Notebooks;

/// <summary>Gives notebooks what shows a workspace. They make it themselves, and find its method by name.</summary>
internal sealed class WorkspaceFormatterSource
{
#pragma warning disable CA1822 // Notebooks call it on an object.
    public IEnumerable<object> CreateTypeFormatters() => [new WorkspaceFormatter()];
#pragma warning restore CA1822
}
