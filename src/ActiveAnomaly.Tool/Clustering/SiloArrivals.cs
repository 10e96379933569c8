namespace ActiveAnomaly.Tool.Clustering;

/// <summary>Says which other silos take part in a run, each when it takes something the first time. Not thread safe.</summary>
/// <param name="say">Is told it, as a line.</param>
internal sealed class SiloArrivals(Action<string> say)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>A silo has taken something.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="own">The silo of this process, of which nothing is said.</param>
    public void Add(string silo, string own)
    {
        if (silo != own && _known.Add(silo))
        {
            say($"{silo} takes part.");
        }
    }
}
