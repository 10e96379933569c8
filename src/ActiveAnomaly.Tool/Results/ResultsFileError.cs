namespace ActiveAnomaly.Tool.Results;

/// <summary>The messages about results files that cannot be used.</summary>
internal static class ResultsFileError
{
    public static InputException OfLine(string path, int line, string what) => new(
        $"Line {line} of '{path}' {what}; it is no line of a results file, or damaged. Give another file, or run again without --resume "
        + "to another --output.");

    public static InputException OfFormat(string path, string what) => new(
        $"'{path}' is no results file that can be read: {what}. Give a file that a command of this version wrote, or another --output.");
}
