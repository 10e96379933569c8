namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Names in a message.</summary>
internal static class Listing
{
    private const int MostNames = 30;

    /// <summary>Gives the names in quotes: all of a few, and how many more there are of many.</summary>
    public static string Quoted(IEnumerable<string> names) => Of(names.Select(name => $"'{name}'"));

    /// <summary>Gives all of a few items, and how many more there are of many.</summary>
    public static string Of(IEnumerable<string> items)
    {
        var all = items.ToList();
        return string.Join(", ", all.Take(MostNames)) + (all.Count > MostNames ? $" and {all.Count - MostNames} more" : string.Empty);
    }
}
