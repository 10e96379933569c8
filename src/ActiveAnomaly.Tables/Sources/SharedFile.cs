namespace ActiveAnomaly.Tables.Sources;

// Compiled into several assemblies: its comments are no XML documentation, as those of WholeFile.

// Opens files to read that other programs may have open to write, such as a table in Excel or the store of a running session: Windows
// refuses that unless who reads says so. Elsewhere every file may be opened.
internal static class SharedFile
{
    public static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
