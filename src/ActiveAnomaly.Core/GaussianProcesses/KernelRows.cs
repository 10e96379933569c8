namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Rows learnt from as the kernel sees them, row by row and in panels. Immutable and thread safe.</summary>
internal sealed class KernelRows
{
    private readonly float[] _unit;
    private readonly float[] _robust;
    private readonly float[] _linear;
    private readonly double[] _prior;

    private KernelRows(int count, int featureCount)
    {
        Count = count;
        FeatureCount = featureCount;
        _unit = new float[checked(count * featureCount)];
        _robust = new float[_unit.Length];
        _linear = new float[count * PriorRanks.LinearCount];
        _prior = new double[count];
        Panels = new RowPanels(count, featureCount);
    }

    public int Count { get; }

    public int FeatureCount { get; }

    public RowPanels Panels { get; }

    public ReadOnlySpan<double> Prior => _prior;

    /// <summary>Takes rows of a pool.</summary>
    public static KernelRows Of(RowPanels pool, ReadOnlySpan<double> prior, IReadOnlyList<int> rows)
    {
        var taken = new KernelRows(rows.Count, pool.FeatureCount);
        for (var i = 0; i < rows.Count; i++)
        {
            pool.Take(
                rows[i],
                taken._unit.AsSpan(i * pool.FeatureCount, pool.FeatureCount),
                taken._robust.AsSpan(i * pool.FeatureCount, pool.FeatureCount),
                taken._linear.AsSpan(i * PriorRanks.LinearCount, PriorRanks.LinearCount));
            taken._prior[i] = prior[rows[i]];
        }

        taken.Panels.Put(0, taken._unit, taken._robust, taken._linear);
        return taken;
    }

    /// <summary>Takes embedded rows.</summary>
    public static KernelRows Of(EmbeddedRows rows)
    {
        var taken = new KernelRows(rows.Count, rows.FeatureCount);
        rows.Unit.CopyTo(taken._unit);
        rows.Robust.CopyTo(taken._robust);
        rows.Linear.CopyTo(taken._linear);
        rows.Prior.CopyTo(taken._prior);
        taken.Panels.Put(0, taken._unit, taken._robust, taken._linear);
        return taken;
    }

    /// <summary>Gets some rows' unit view, row-major.</summary>
    public ReadOnlySpan<float> Unit(int first, int count) => _unit.AsSpan(first * FeatureCount, count * FeatureCount);

    /// <summary>Gets some rows' robust view, row-major.</summary>
    public ReadOnlySpan<float> Robust(int first, int count) => _robust.AsSpan(first * FeatureCount, count * FeatureCount);

    /// <summary>Gets some rows' linear features, row-major.</summary>
    public ReadOnlySpan<float> Linear(int first, int count) =>
        _linear.AsSpan(first * PriorRanks.LinearCount, count * PriorRanks.LinearCount);
}
