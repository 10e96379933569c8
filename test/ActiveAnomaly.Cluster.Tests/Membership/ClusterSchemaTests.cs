using ActiveAnomaly.Labeling.Stores;
using Npgsql;

namespace ActiveAnomaly.Cluster.Membership;

[TestClass]
public sealed class ClusterSchemaTests
{
    [TestMethod]
    public async Task Ensure_ManyAtOnceOnAnEmptySchema_MakesTheTablesOnce()
    {
        var place = PostgresServer.Shared.CreateSchema();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EnsureAsync(place)));

        Assert.AreEqual(1L, Scalar(place, "SELECT count(*) FROM active_anomaly_cluster_schema"));
        Assert.AreEqual(9L, Scalar(place, "SELECT count(*) FROM OrleansQuery"));
    }

    /// <summary>A backup of the tables called active_anomaly_* has the version, and not the statements that Orleans reads.</summary>
    [TestMethod]
    [DataRow("DROP TABLE OrleansQuery")]
    [DataRow("DELETE FROM OrleansQuery WHERE QueryKey LIKE 'Membership%'")]
    [DataRow("DROP TABLE active_anomaly_silos")]
    [DataRow("DROP TABLE active_anomaly_silos, active_anomaly_silo_list, OrleansQuery")]
    public async Task Ensure_SomeTablesAreMissing_MakesThemAndKeepsTheRest(string loss)
    {
        var place = PostgresServer.Shared.CreateSchema();
        await EnsureAsync(place);
        PostgresServer.Execute(place, "INSERT INTO active_anomaly_pools VALUES ('payments', 0, 'payments.csv', 'x')");
        PostgresServer.Execute(place, loss);

        await EnsureAsync(place);

        Assert.AreEqual(1L, Scalar(place, "SELECT count(*) FROM active_anomaly_cluster_schema"));
        Assert.AreEqual(9L, Scalar(place, "SELECT count(*) FROM OrleansQuery"));
        Assert.AreEqual(1L, Scalar(place, "SELECT count(*) FROM active_anomaly_pools"));
        Assert.AreEqual(1, Run(place, "InsertMembershipVersionKey"));
        Assert.AreEqual(1, Run(place, "InsertMembershipKey", version: 0, port: 1));
    }

    [TestMethod]
    public async Task Ensure_TablesOfAnotherVersion_IsRefusedAndNamesBoth()
    {
        var place = PostgresServer.Shared.CreateSchema();
        await EnsureAsync(place);
        PostgresServer.Execute(place, "UPDATE active_anomaly_cluster_schema SET version = 7");

        var exception = await Assert.ThrowsExactlyAsync<SessionStoreException>(() => EnsureAsync(place));

        Assert.Contains("tables of a cluster of version 7; this version of the library reads 1", exception.Message);
    }

    [TestMethod]
    public async Task Ensure_TablesOfAnotherProgram_AreLeftAlone()
    {
        var place = PostgresServer.Shared.CreateSchema();
        PostgresServer.Execute(place, "CREATE TABLE OrleansQuery (QueryKey text, QueryText text)");

        var exception = await Assert.ThrowsExactlyAsync<SessionStoreException>(() => EnsureAsync(place));

        Assert.Contains("a table OrleansQuery that another program made", exception.Message);
        Assert.AreEqual(0L, Scalar(place, "SELECT count(*) FROM OrleansQuery"));
    }

    /// <summary>Who read another version than the list has changes nothing, whatever else he sends.</summary>
    [TestMethod]
    public async Task Insert_WithAVersionThatIsOver_ChangesNothing()
    {
        var place = PostgresServer.Shared.CreateSchema();
        await EnsureAsync(place);
        Assert.AreEqual(1, Run(place, "InsertMembershipVersionKey"));
        Assert.AreEqual(0, Run(place, "InsertMembershipVersionKey"));

        Assert.AreEqual(1, Run(place, "InsertMembershipKey", version: 0, port: 1));
        Assert.AreEqual(0, Run(place, "InsertMembershipKey", version: 0, port: 2));
        Assert.AreEqual(0, Run(place, "InsertMembershipKey", version: 1, port: 1));

        Assert.AreEqual(1, Scalar(place, "SELECT version FROM active_anomaly_silo_list"));
        Assert.AreEqual(1L, Scalar(place, "SELECT count(*) FROM active_anomaly_silos"));
    }

    [TestMethod]
    public async Task Update_WithTheVersionThatIs_ChangesTheSiloAndRaisesIt()
    {
        var place = PostgresServer.Shared.CreateSchema();
        await EnsureAsync(place);
        Run(place, "InsertMembershipVersionKey");
        Run(place, "InsertMembershipKey", version: 0, port: 1);

        Assert.AreEqual(0, Run(place, "UpdateMembershipKey", version: 0, port: 1, status: 6));
        Assert.AreEqual(0, Run(place, "UpdateMembershipKey", version: 1, port: 9, status: 6));
        Assert.AreEqual(1, Run(place, "UpdateMembershipKey", version: 1, port: 1, status: 6));

        Assert.AreEqual(6, Scalar(place, "SELECT status FROM active_anomaly_silos"));
        Assert.AreEqual(2, Scalar(place, "SELECT version FROM active_anomaly_silo_list"));
    }

    /// <summary>Many who read the same version: one of them changes the list.</summary>
    [TestMethod]
    public async Task Insert_ManyAtOnceWithOneVersion_OneIsTaken()
    {
        var place = PostgresServer.Shared.CreateSchema();
        await EnsureAsync(place);
        Run(place, "InsertMembershipVersionKey");

        var taken = await Task.WhenAll(Enumerable.Range(1, 8).Select(
            port => Task.Run(() => Run(place, "InsertMembershipKey", version: 0, port: port))));

        Assert.AreEqual(1, taken.Sum());
        Assert.AreEqual(1L, Scalar(place, "SELECT count(*) FROM active_anomaly_silos"));
    }

    private static async Task EnsureAsync(string place)
    {
        await using var database = new ClusterDatabase(place);
        await ClusterSchema.EnsureAsync(database, CancellationToken.None);
    }

    /// <summary>Runs one of the statements that Orleans reads, with the parameters that it gives.</summary>
    private static int Run(string place, string key, int version = 0, int port = 1, int status = 3)
    {
        using var connection = new NpgsqlConnection(place + ";Pooling=false");
        connection.Open();
        using var read = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = $1", connection);
        read.Parameters.Add(new NpgsqlParameter { Value = key });
        using var command = new NpgsqlCommand((string)read.ExecuteScalar()!, connection);
        Dictionary<string, object?> values = new()
        {
            ["DeploymentId"] = "test", ["Address"] = "127.0.0.1", ["Port"] = port, ["Generation"] = 5, ["SiloName"] = "silo",
            ["HostName"] = "host", ["Status"] = status, ["ProxyPort"] = 0, ["SuspectTimes"] = null, ["StartTime"] = DateTime.UtcNow,
            ["IAmAliveTime"] = DateTime.UtcNow, ["Version"] = version,
        };
        foreach (var (name, value) in values.Where(value => command.CommandText.Contains($"@{value.Key}", StringComparison.Ordinal)))
        {
            command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
        }

        return (int)command.ExecuteScalar()!;
    }

    private static object? Scalar(string place, string sql)
    {
        using var connection = new NpgsqlConnection(place + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
