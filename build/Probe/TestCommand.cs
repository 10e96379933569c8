using System.Globalization;
using System.Xml.Linq;

namespace ActiveAnomaly.Build;

/// <summary>Runs all tests and counts them.</summary>
public static class TestCommand
{
    /// <summary>Runs the tests of the solution; the last line printed is "N passed, N failed, N skipped".</summary>
    /// <returns>The exit code: 0 when everything was built and no test failed.</returns>
    public static int Run(Repository repository, string[] arguments)
    {
        var results = repository.PathOf("artifacts", "test-results");
        if (Directory.Exists(results))
        {
            Directory.Delete(results, recursive: true);
        }

        var exitCode = repository.Dotnet(
            ["test", repository.PathOf("ActiveAnomaly.sln"), "--configuration", "Release", "--logger", "trx", "--results-directory", results, "--verbosity", "minimal", "--nologo", .. arguments]);
        var (passed, failed, skipped) = Count(results);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed, {skipped} skipped"));
        return exitCode != 0 ? exitCode : failed > 0 || passed == 0 ? 1 : 0;
    }

    private static (int Passed, int Failed, int Skipped) Count(string results)
    {
        if (!Directory.Exists(results))
        {
            return (0, 0, 0);
        }

        var outcomes = Directory.EnumerateFiles(results, "*.trx")
            .SelectMany(file => XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == "UnitTestResult"))
            .Select(result => (string?)result.Attribute("outcome"))
            .ToList();
        var passed = outcomes.Count(outcome => outcome == "Passed");
        var failed = outcomes.Count(outcome => outcome is "Failed" or "Error" or "Timeout" or "Aborted");
        return (passed, failed, outcomes.Count - passed - failed);
    }
}
