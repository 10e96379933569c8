namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>
/// A file that a run keeps among the records of its scores as long as it lasts. A silo that finds it has the same folder there, and no
/// other one at the same path, such as where the folder would be mounted.
/// </summary>
internal sealed class FolderMark : IDisposable
{
    private const string Name = "cluster";

    private FolderMark(string path) => FullName = path;

    /// <summary>Gets its path, which no other run has.</summary>
    public string FullName { get; }

    /// <summary>Tells whether a file of this name, without what makes it temporary, is one that a killed run may have left.</summary>
    public static bool IsName(string name) => name == Name;

    /// <summary>Makes one.</summary>
    /// <param name="outputFolder">The folder of the scores.</param>
    public static FolderMark In(string outputFolder)
    {
        var records = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(outputFolder), PartitionRecord.FolderName)).FullName;

        // Of the form that the next run removes (OutputClaim.RemoveTemporaryFiles) where this one is killed.
        var mark = new FolderMark(Path.Combine(records, $"{Name}.{Guid.NewGuid():N}.tmp"));
        File.WriteAllText(mark.FullName, "A run scores with several machines into this folder; they know it by this file.\n");
        return mark;
    }

    public void Dispose() => File.Delete(FullName);
}
