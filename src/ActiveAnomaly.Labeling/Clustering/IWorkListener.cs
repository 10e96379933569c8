namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>Is told how work goes, one call after the other, on threads of whoever distributes it.</summary>
public interface IWorkListener
{
    /// <summary>A silo has taken an item.</summary>
    /// <param name="index">The item's place among the items.</param>
    /// <param name="silo">The silo.</param>
    void OnTaken(int index, string silo);

    /// <summary>An item has come so far.</summary>
    /// <param name="index">The item's place among the items.</param>
    /// <param name="report">What the work reported last (<see cref="IWork.Perform"/>).</param>
    void OnReport(int index, ReadOnlyMemory<byte> report);

    /// <summary>An item is done. It is called once for each.</summary>
    /// <param name="index">The item's place among the items.</param>
    /// <param name="result">The result.</param>
    void OnDone(int index, ReadOnlyMemory<byte> result);

    /// <summary>An item was lost with its silo, and is done again: what it reported counts no more.</summary>
    /// <param name="index">The item's place among the items.</param>
    /// <param name="silo">The silo.</param>
    /// <param name="reason">Why it is taken for lost, in a sentence.</param>
    void OnLost(int index, string silo, string reason);
}
