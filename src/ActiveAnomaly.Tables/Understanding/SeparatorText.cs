namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Says what a separator is.</summary>
internal static class SeparatorText
{
    public static string Of(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        ' ' => "spaces",
        _ => $"'{separator}'",
    };
}
