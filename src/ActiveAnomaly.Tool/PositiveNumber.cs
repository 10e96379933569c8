using System.CommandLine;
using System.Globalization;

namespace ActiveAnomaly.Tool;

/// <summary>The rule that a number on the command line is at least 1.</summary>
internal static class PositiveNumber
{
    public static Option<int> Option(string name, string description, int defaultValue)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        Require(option);
        return option;
    }

    /// <summary>Adds the rule to an option, for each of its numbers.</summary>
    public static void Require(Option option) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value < 1)
            {
                result.AddError($"{option.Name} is {value}; it must be at least 1.");
            }
        }
    });
}
