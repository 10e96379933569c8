using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;
using Npgsql;

namespace ActiveAnomaly.Cluster;

/// <summary>Clusters that cannot be joined: what the database said is told, and not what closing the rest threw.</summary>
[TestClass]
public sealed class OrleansHostTests
{
    [TestMethod]
    public async Task Start_UserWithoutRights_SaysWhichASiloNeeds()
    {
        var place = await MadeAsync();
        var schema = new NpgsqlConnectionStringBuilder(place).SearchPath!;
        PostgresServer.Execute(
            place,
            $"CREATE ROLE reader_{schema} LOGIN PASSWORD '{PostgresServer.Password}'; GRANT USAGE ON SCHEMA {schema} TO reader_{schema}; "
            + $"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader_{schema}");

        var exception = await RefusedAsync(
            new NpgsqlConnectionStringBuilder(place) { Username = $"reader_{schema}" }.ConnectionString);

        Assert.Contains("could not be joined: the user lacks a right. A silo needs SELECT, INSERT, UPDATE and DELETE", exception.Message);
        Assert.Contains("permission denied for table active_anomaly_silo", exception.Message);
    }

    [TestMethod]
    public async Task Start_DatabaseThatTakesNoWriting_SaysSo()
    {
        var place = await MadeAsync();

        var exception = await RefusedAsync(place + ";Options=-c default_transaction_read_only=on");

        Assert.Contains("could not be joined", exception.Message);
        Assert.Contains("takes no writing", exception.Message);
    }

    private static async Task<string> MadeAsync()
    {
        var place = PostgresServer.Shared.CreateSchema();
        await using var worker = await new SiloHost().JoinAsync(Options(place));
        return place;
    }

    private static async Task<SessionStoreException> RefusedAsync(string place) =>
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => new SiloHost().JoinAsync(Options(place)));

    private static WorkerOptions Options(string place) => new()
    {
        ConnectionString = place, Works = [new MemberWork("member, test")], SlotCount = 1,
    };
}
