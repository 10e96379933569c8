namespace ActiveAnomaly.Labeling.Stores;

/// <summary>The options of <see cref="PostgresSessionStore"/>; what the connection string says is not repeated here.</summary>
public sealed record PostgresSessionStoreOptions
{
    /// <summary>Gets how long a lock of somebody else is waited for, 1 second to 1 hour.</summary>
    public TimeSpan LockTimeout { get; init; } = Defaults.LockTimeout;

    /// <summary>Gets the tables that are wanted.</summary>
    internal SessionStoreSchema Schema { get; init; } = SessionStoreSchema.Current;

    /// <summary>Checks every rule; the store calls it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate() => StoreTimeouts.Require(LockTimeout, "options." + nameof(LockTimeout));

    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The default of <see cref="PostgresSessionStoreOptions.LockTimeout"/>: ten seconds.</summary>
        public static readonly TimeSpan LockTimeout = StoreTimeouts.DefaultLock;
    }
}
