#:property PublishAot=false

// Reads the test reports (.trx) of a folder, says which tests were skipped and why, and prints the sums as its last line.
// dotnet run build/check-tests.cs -- FOLDER
// A test that was skipped in one run and passed in another (in Debian 13) counts once, as passed. The exit code is 1 when a test
// failed, when one was skipped for a reason that test/skip-reasons.txt does not list, or when there is no report.
using System.Xml.Linq;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("Give the folder that holds the .trx files: dotnet run build/check-tests.cs -- artifacts/test-results");
    return 2;
}

// The runs in a userland of their own lie in folders below, and come last: where a test was skipped twice, their reason counts.
string[] reports = [.. Directory.GetFiles(args[0], "*.trx", SearchOption.AllDirectories).OrderBy(path => path.Split(Path.DirectorySeparatorChar).Length)];
if (reports.Length == 0)
{
    Console.Error.WriteLine($"There is no .trx file in '{args[0]}': no test ran.");
    return 1;
}

string[] reasons =
[
    .. File.ReadLines(Path.Combine("test", "skip-reasons.txt"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ")[0].Trim()),
];
var best = new Dictionary<string, (int Rank, string Message)>();
foreach (var report in reports)
{
    var root = XElement.Load(report);
    XName Name(string name) => root.Name.Namespace + name;
    var classes = root.Descendants(Name("UnitTest")).ToDictionary(
        test => (string)test.Attribute("id")!, test => (string)test.Element(Name("TestMethod"))!.Attribute("className")!);
    var seen = new Dictionary<string, int>();
    foreach (var result in root.Descendants(Name("UnitTestResult")))
    {
        var name = $"{classes[(string)result.Attribute("testId")!]}.{(string)result.Attribute("testName")!}";
        var number = seen[name] = seen.GetValueOrDefault(name) + 1;
        var rank = (string)result.Attribute("outcome")! switch
        {
            "Failed" or "Error" or "Timeout" or "Aborted" => 3,
            "Passed" => 2,
            _ => 1,
        };
        var key = $"{name} #{number}";
        if (!best.TryGetValue(key, out var found) || rank >= found.Rank)
        {
            best[key] = (rank, result.Descendants(Name("Message")).FirstOrDefault()?.Value ?? string.Empty);
        }
    }
}

var (passed, failed, skipped) = (best.Count(test => test.Value.Rank == 2), best.Count(test => test.Value.Rank == 3), best.Count(test => test.Value.Rank == 1));
foreach (var (name, (_, message)) in best.Where(test => test.Value.Rank == 3))
{
    Console.WriteLine($"failed: {name}: {message}");
}

var unlisted = 0;
foreach (var group in best.Where(test => test.Value.Rank == 1).GroupBy(test => reasons.FirstOrDefault(reason => test.Value.Message.Contains(reason, StringComparison.Ordinal))))
{
    if (group.Key is not null)
    {
        Console.WriteLine($"skipped {group.Count()}: {group.Key}");
        continue;
    }

    foreach (var (name, (_, message)) in group)
    {
        unlisted++;
        Console.WriteLine($"skipped without a listed reason: {name}: {message}");
    }
}

Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
return failed + unlisted == 0 && passed > 0 ? 0 : 1;
