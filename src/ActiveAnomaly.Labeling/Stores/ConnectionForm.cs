using System.Text.RegularExpressions;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// Tells connection strings as Npgsql takes them from those that psql and others take, which would be misread: a password among what
/// stands there for the host's name, and printed with it.
/// </summary>
internal static partial class ConnectionForm
{
    /// <summary>What is taken instead, as sentences that hold nothing of what was given.</summary>
    public const string Refusal =
        "The connection string is written as psql takes it (host=... port=..., or postgresql://...). Write "
        + "Host=...;Port=...;Database=...;Username=...;Password=... with semicolons. The password may be left out, and stand in the "
        + "environment (PGPASSWORD) or in a file (PGPASSFILE).";

    /// <summary>Tells whether a text is a connection string in another form: an address, or words with spaces between them.</summary>
    public static bool IsOther(string text) => Address.IsMatch(text) || text.Split(';').Any(IsWords);

    /// <summary>Throws where a text is a connection string in another form.</summary>
    /// <param name="connectionString">The text.</param>
    /// <exception cref="ArgumentException">It is; the message holds nothing of it.</exception>
    public static void Require(string connectionString)
    {
        if (IsOther(connectionString))
        {
            throw new ArgumentException(Refusal, nameof(connectionString));
        }
    }

    private static bool IsWords(string part) =>
        part.Split('=', 2) is [var word, var value] && (OnlyPsqls.IsMatch(word) || PsqlsAfterASpace.IsMatch(value));

    [GeneratedRegex(@"^\s*(jdbc:)?postgres(ql)?://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address { get; }

    /// <summary>Npgsql calls these otherwise.</summary>
    [GeneratedRegex(@"^\s*(hostaddr|dbname)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OnlyPsqls { get; }

    [GeneratedRegex(
        @"\s(host|hostaddr|port|dbname|user|password|passfile|sslmode|service)\s*=",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PsqlsAfterASpace { get; }
}
