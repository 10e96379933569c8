namespace ActiveAnomaly.Labeling.Stores;

/// <summary>The options of <see cref="SqliteSessionStore"/>.</summary>
public sealed record SqliteSessionStoreOptions
{
    /// <summary>Gets how long a locked file is waited for, 1 second to 1 hour.</summary>
    public TimeSpan LockTimeout { get; init; } = Defaults.LockTimeout;

    /// <summary>
    /// Gets a value indicating whether a file that is not there is made. When not, opening it throws <see cref="SessionStoreException"/>.
    /// </summary>
    public bool CreatesFile { get; init; } = Defaults.CreatesFile;

    /// <summary>Gets the most pages that the file may have, as on a disk that is full; null for no bound.</summary>
    internal int? PageLimit { get; init; }

    /// <summary>Gets the tables that are wanted.</summary>
    internal SessionStoreSchema Schema { get; init; } = SessionStoreSchema.Current;

    /// <summary>Checks every rule; the store calls it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate() => StoreTimeouts.Require(LockTimeout, "options." + nameof(LockTimeout));

    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The default of <see cref="SqliteSessionStoreOptions.CreatesFile"/>.</summary>
        public const bool CreatesFile = true;

        /// <summary>The default of <see cref="SqliteSessionStoreOptions.LockTimeout"/>: ten seconds.</summary>
        public static readonly TimeSpan LockTimeout = StoreTimeouts.DefaultLock;
    }
}
