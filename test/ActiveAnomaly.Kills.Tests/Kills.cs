namespace ActiveAnomaly.Labeling;

/// <summary>How often programs are killed.</summary>
internal static class Kills
{
    /// <summary>Gets how often to kill: an environment variable asks for more (docs/sessions.md).</summary>
    public static int Count =>
        Environment.GetEnvironmentVariable("ACTIVE_ANOMALY_KILLS") is { Length: > 0 } kills ? int.Parse(kills, null) : 20;
}
