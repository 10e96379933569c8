using System.Net;
using ActiveAnomaly.Cluster.Membership;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Runtime;

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

    [TestMethod]
    [DataRow("+", "behind")]
    [DataRow("-", "ahead of")]
    public async Task Start_ClockThatDiffersFromTheDatabases_SaysByHowMuch(string sign, string says)
    {
        var place = PostgresServer.Shared.CreateSchema();
        var schema = new NpgsqlConnectionStringBuilder(place).SearchPath!;
        PostgresServer.Execute(
            place,
            $"CREATE FUNCTION {schema}.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
            + $"$$ SELECT pg_catalog.clock_timestamp() {sign} interval '2 hours' $$");

        var exception = await RefusedAsync(
            new NpgsqlConnectionStringBuilder(place) { SearchPath = $"{schema}, pg_catalog" }.ConnectionString);

        // Less what asking took.
        Assert.MatchesRegex($"The clock of this machine is 7(19[0-9]|200) s {says} that of PostgreSQL", exception.Message);
        Assert.Contains("at most 30 s are allowed", exception.Message);
    }

    [TestMethod]
    public void CreateBuilder_ForOrleans_GivesItAClockThatNobodySets()
    {
        var builder = OrleansHost.CreateBuilder(logger: null);
        builder.UseOrleans(silo => SiloSettings.Apply(silo, IPAddress.Loopback, port: 1, "Host=nobody-is-asked"));
        using var host = builder.Build();

        foreach (var name in (string[])[TimeProviderNames.Membership, TimeProviderNames.SystemTimers])
        {
            Assert.IsInstanceOfType<SteadyClock>(host.Services.GetRequiredKeyedService<TimeProvider>(name));
        }
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
