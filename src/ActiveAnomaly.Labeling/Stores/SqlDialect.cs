using System.Data.Common;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>What SQLite and PostgreSQL do not say alike.</summary>
internal abstract class SqlDialect
{
    /// <summary>Begins a transaction that nobody else's change of the tables runs beside.</summary>
    public abstract DbTransaction BeginAlone(DbConnection connection);

    /// <summary>Tells whether the database has a store's tables. Throws when they must not be made there.</summary>
    public abstract bool HasVersionTable(DbConnection connection, DbTransaction? transaction);
}
