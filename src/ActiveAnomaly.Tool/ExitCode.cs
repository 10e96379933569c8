namespace ActiveAnomaly.Tool;

/// <summary>The exit codes of every command.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A file, or what it holds, cannot be used; the message says why.</summary>
    public const int BadInput = 1;

    /// <summary>The command line is wrong; the message says what is allowed.</summary>
    public const int WrongUsage = 2;

    /// <summary>Something failed that should not: an error of this program.</summary>
    public const int Unexpected = 3;

    /// <summary>Ctrl-C; what was finished is kept.</summary>
    public const int Cancelled = 130;
}
