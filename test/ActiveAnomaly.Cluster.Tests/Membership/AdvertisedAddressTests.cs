using System.Net;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster.Membership;

[TestClass]
public sealed class AdvertisedAddressTests
{
    private const int Active = 3;
    private const int Dead = 6;

    /// <summary>Who starts the same command on a second machine would otherwise throw out the silo of the first.</summary>
    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("10.0.0.11")]
    public async Task Join_WithoutAnAddressBesideASiloOfAnotherMachine_IsRefusedAndNamesBoth(string theirs)
    {
        var place = PostgresServer.Shared.CreateSchema();
        await using var database = await DatabaseAsync(place);
        AddSilo(place, theirs, "vega", Active);

        var exception = await Assert.ThrowsExactlyAsync<SessionStoreException>(() => new SiloHost().JoinAsync(
            new WorkerOptions { ConnectionString = place, Works = [new MemberWork("member, test")], SlotCount = 1 }));

        Assert.StartsWith($"A silo of another machine, 'vega', is in the cluster of ", exception.Message);
        Assert.Contains($" with the address {theirs}:11111, and this one would join with 127.0.0.1. ", exception.Message);
    }

    [TestMethod]
    [DataRow("10.0.0.12", "127.0.0.1", "vega", Active, 0, true)]
    [DataRow("10.0.0.12", "10.0.0.11", "vega", Active, 0, false)]
    [DataRow("127.0.0.1", "127.0.0.1", "deneb", Active, 0, false)]
    [DataRow("127.0.0.1", "127.0.0.1", "vega", Dead, 0, false)]
    [DataRow("127.0.0.1", "127.0.0.1", "vega", Active, 61, false)]
    public async Task Require_BesideASilo_RefusesWhatTheyDoNotReachEachOtherAt(
        string own, string theirs, string machine, int status, int silentSeconds, bool isRefused)
    {
        var place = PostgresServer.Shared.CreateSchema();
        await using var database = await DatabaseAsync(place);
        AddSilo(place, theirs, machine, status, silentSeconds);

        var joining = AdvertisedAddress.RequireAsync(database, IPAddress.Parse(own), "deneb", CancellationToken.None);

        if (isRefused)
        {
            await Assert.ThrowsExactlyAsync<SessionStoreException>(() => joining);
        }
        else
        {
            await joining;
        }
    }

    private static async Task<ClusterDatabase> DatabaseAsync(string place)
    {
        var database = new ClusterDatabase(place);
        await ClusterSchema.EnsureAsync(database, CancellationToken.None);
        return database;
    }

    private static void AddSilo(string place, string address, string machine, int status, int silentSeconds = 0) => PostgresServer.Execute(
        place,
        $"""
        INSERT INTO active_anomaly_silo_list VALUES ('active-anomaly', 1);
        INSERT INTO active_anomaly_silos VALUES (
            'active-anomaly', '{address}', 11111, 1, 'Silo_1', '{machine}', {status}, 0, NULL, now(),
            now() - interval '{silentSeconds} seconds')
        """);
}
