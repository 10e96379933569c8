using System.CommandLine;
using System.Globalization;

namespace ActiveAnomaly.Examples;

/// <summary>The rule that a number on the command line is at least 1.</summary>
internal static class PositiveNumber
{
    public static Option<int> Option(string name, string description, int defaultValue)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        Require(option);
        return option;
    }

    public static void Require(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            && value < 1)
        {
            result.AddError($"{option.Name} is {value}; it must be at least 1.");
        }
    });
}
