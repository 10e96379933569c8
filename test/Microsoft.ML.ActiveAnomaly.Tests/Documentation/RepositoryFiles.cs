namespace Microsoft.ML.ActiveAnomaly.Tests.Documentation;

/// <summary>Finds files of the checkout that the tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ActiveAnomaly.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"ActiveAnomaly.sln is not above '{AppContext.BaseDirectory}'.");
    }
}
