namespace ActiveAnomaly.Detectors.PReNet;

/// <summary>How many pairs of which kind a batch has.</summary>
/// <param name="Count">The number of pairs.</param>
internal readonly record struct PairShares(int Count)
{
    /// <summary>Gets the number of pairs of two unlabelled rows.</summary>
    public int UnlabeledCount => 2 * MixedCount;

    /// <summary>Gets the number of pairs of an unlabelled and an abnormal row; the rest are two abnormal ones.</summary>
    public int MixedCount => Count / 4;

    /// <summary>Gives the target of each pair.</summary>
    public float[] Targets(float unlabeled, float mixed, float abnormal)
    {
        var targets = new float[Count];
        targets.AsSpan(0, UnlabeledCount).Fill(unlabeled);
        targets.AsSpan(UnlabeledCount, MixedCount).Fill(mixed);
        targets.AsSpan(UnlabeledCount + MixedCount).Fill(abnormal);
        return targets;
    }
}
