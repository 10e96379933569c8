namespace ActiveAnomaly.Examples;

/// <summary>What an example gave: its exit code, and all that it wrote.</summary>
internal sealed record ExampleRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs an example in this process, as Program does, in a folder of the test's own.</summary>
    public static ExampleRun Of(TemporaryFolder folder, params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var writtenOutput = new StringWriter();
        using var writtenError = new StringWriter();
        try
        {
            Console.SetOut(writtenOutput);
            Console.SetError(writtenError);
            return new ExampleRun(Program.Run(args, folder.FullName), writtenOutput.ToString(), writtenError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
