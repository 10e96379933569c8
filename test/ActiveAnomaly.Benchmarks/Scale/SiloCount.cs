namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>The silos of a cluster on this machine.</summary>
/// <param name="Count">How many, at least 2: the one that scores among them.</param>
/// <param name="Place">The cluster's database.</param>
/// <param name="Program">The path of the tool that has clusters: active-anomaly.dll of src/ActiveAnomaly.Tool.Cluster.</param>
internal sealed record SiloCount(int Count, string Place, string Program)
{
    /// <summary>Gets how many partitions each scores at a time, so that all together keep the processors busy.</summary>
    public int SlotsEach => Math.Max(1, Environment.ProcessorCount / Count);
}
