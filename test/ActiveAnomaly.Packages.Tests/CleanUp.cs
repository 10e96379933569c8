namespace ActiveAnomaly.Packages;

/// <summary>Removes what the tests made, after the last of them.</summary>
[TestClass]
public static class CleanUp
{
    [AssemblyCleanup]
    public static void RemoveFolders()
    {
        Programs.CleanUp();
        Packed.CleanUp();
    }
}
