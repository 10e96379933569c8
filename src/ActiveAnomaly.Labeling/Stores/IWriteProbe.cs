namespace ActiveAnomaly.Labeling.Stores;

/// <summary>What a store can be asked before anything has to be kept: whether it could be.</summary>
internal interface IWriteProbe
{
    /// <summary>Writes what an event is, and takes it back; nothing is kept.</summary>
    /// <exception cref="SessionStoreException">The store could keep nothing now.</exception>
    void ProbeWriting();
}
