using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tool;

/// <summary>Hides passwords of connection strings in what is printed of a command that ended badly, wherever they were given.</summary>
internal static partial class HiddenSecrets
{
    private const string Hidden = "***";

    /// <summary>Gives a text without passwords. What only shows how one is written (<c>Password=...</c>) stays.</summary>
    public static string In(string text) => InAddress.Replace(InWords.Replace(text, "$1" + Hidden), "$1" + Hidden + "@");

    [GeneratedRegex(
        """(\b(?:password|pwd)\s*=\s*)(?!\.\.\.)(?:"[^"\r\n]*"|'[^'\r\n]*'|[^;'"\s]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InWords { get; }

    [GeneratedRegex(@"(\bpostgres(?:ql)?://[^:@/\s]*:)[^\s/]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InAddress { get; }
}
