namespace ActiveAnomaly.Tool.Results;

/// <summary>The order of what a results file holds together with what is asked for now.</summary>
internal static class MergedOrder
{
    /// <summary>
    /// Gives each its place. The file's order stays and what is new comes last, for a report compares with the first method of the file;
    /// where all that the file holds is asked for, as where an interrupted run goes on, the order is that of the asking.
    /// </summary>
    /// <param name="inFile">What the file holds, with repetitions.</param>
    /// <param name="asked">What is asked for, with repetitions.</param>
    public static Dictionary<T, int> Of<T>(IEnumerable<T> inFile, IEnumerable<T> asked)
        where T : notnull
    {
        List<T> found = [.. inFile.Distinct()], wanted = [.. asked.Distinct()];
        return (found.TrueForAll(wanted.Contains) ? wanted : found.Union(wanted))
            .Select((one, place) => KeyValuePair.Create(one, place)).ToDictionary();
    }
}
