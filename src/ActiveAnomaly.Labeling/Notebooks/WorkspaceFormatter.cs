namespace ActiveAnomaly.Labeling.Notebooks;

/// <summary>Shows a workspace as HTML. Notebooks find its members by name.</summary>
internal sealed class WorkspaceFormatter
{
    public string MimeType { get; } = "text/html";

#pragma warning disable CA1822 // Notebooks call it on an object.
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not LabelingWorkspace workspace)
        {
            return false;
        }

        writer.Write(WorkspaceDisplay.Write(workspace));
        return true;
    }
#pragma warning restore CA1822
}
