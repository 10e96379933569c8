#:property PublishAot=false

// Reads the test reports (.trx) of a folder, says which tests failed and why others were skipped, and prints the sums as its last line.
//
//     dotnet run build/check-tests.cs -- FOLDER
//
// A test that was skipped in one run and ran in another (in a Debian 13 userland, whose reports lie in a folder below) counts once, as
// it ran. The exit code is 1 when a test failed, when one was skipped for a reason that test/skip-reasons.txt does not list, or when
// none passed.
using System.Xml.Linq;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("Give the folder that holds the .trx files: dotnet run build/check-tests.cs -- artifacts/test-results");
    return 2;
}

// Reports in folders below come last: where a test was skipped in both runs, their reason is the one that counts.
string[] reports =
[
    .. Directory.GetFiles(args[0], "*.trx", SearchOption.AllDirectories)
        .OrderBy(path => path.Count(letter => letter == Path.DirectorySeparatorChar)),
];
string[][] reasons =
[
    .. File.ReadLines(Path.Combine("test", "skip-reasons.txt"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ")[0].Trim().Split("...")),
];
var tests = new Dictionary<string, (Outcome Outcome, string Message)>();
foreach (var report in reports)
{
    foreach (var (test, outcome, message) in Results(XElement.Load(report)))
    {
        if (!tests.TryGetValue(test, out var before) || outcome >= before.Outcome)
        {
            tests[test] = (outcome, message);
        }
    }
}

foreach (var (name, test) in tests.Where(test => test.Value.Outcome == Outcome.Failed))
{
    Console.WriteLine($"failed: {name}: {test.Message}");
}

var skipped = tests.Where(test => test.Value.Outcome == Outcome.Skipped)
    .ToLookup(test => reasons.FirstOrDefault(reason => Fits(test.Value.Message, reason)));
foreach (var group in skipped.Where(group => group.Key is not null))
{
    Console.WriteLine($"skipped {group.Count()}: {string.Join("...", group.Key!)}");
}

foreach (var (name, test) in skipped[null])
{
    Console.WriteLine($"skipped without a listed reason: {name}: {test.Message}");
}

int Count(Outcome outcome) => tests.Values.Count(test => test.Outcome == outcome);
Console.WriteLine($"{Count(Outcome.Passed)} passed, {Count(Outcome.Failed)} failed, {Count(Outcome.Skipped)} skipped");
return Count(Outcome.Failed) == 0 && Count(Outcome.Passed) > 0 && !skipped[null].Any() ? 0 : 1;

// Tests of one name (rows that print alike) are told apart by their number.
static IEnumerable<(string Test, Outcome Outcome, string Message)> Results(XElement report)
{
    XName Name(string name) => report.Name.Namespace + name;
    var classes = report.Descendants(Name("UnitTest")).ToDictionary(
        test => (string)test.Attribute("id")!, test => (string)test.Element(Name("TestMethod"))!.Attribute("className")!);
    var seen = new Dictionary<string, int>();
    foreach (var result in report.Descendants(Name("UnitTestResult")))
    {
        var name = $"{classes[(string)result.Attribute("testId")!]}.{(string)result.Attribute("testName")!}";
        var number = seen[name] = seen.GetValueOrDefault(name) + 1;
        var outcome = (string)result.Attribute("outcome")! switch
        {
            "Passed" => Outcome.Passed,
            "NotExecuted" or "Inconclusive" => Outcome.Skipped,
            _ => Outcome.Failed,
        };
        yield return (
            number == 1 ? name : $"{name} #{number}", outcome, result.Descendants(Name("Message")).FirstOrDefault()?.Value ?? string.Empty);
    }
}

// The parts of a listed reason stand in the message in their order, the first of them at its beginning, which MSTest's own words precede.
static bool Fits(string message, string[] parts)
{
    const string mark = "Assert.Inconclusive. ";
    var marked = message.IndexOf(mark, StringComparison.Ordinal);
    var rest = message.AsSpan(marked < 0 ? 0 : marked + mark.Length);
    for (var i = 0; i < parts.Length; i++)
    {
        var at = rest.IndexOf(parts[i], StringComparison.Ordinal);
        if (at < 0 || (i == 0 && at > 0))
        {
            return false;
        }

        rest = rest[(at + parts[i].Length)..];
    }

    return true;
}

// In the order of what counts where a test ran twice.
internal enum Outcome
{
    Skipped,
    Passed,
    Failed,
}
