using System.Net;
using ActiveAnomaly.Cluster.Serving;
using ActiveAnomaly.Cluster.Work;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SiloProcess;

namespace ActiveAnomaly.Cluster;

/// <summary>What a silo measures; these tests listen to the whole process, and run beside no other.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ClusterTelemetryTests
{
    [TestMethod]
    public async Task Requests_ForASession_AreCountedAndThoseOf503AmongThem()
    {
        await using var silo = await GivenSilo.StartAsync();
        using var meter = new RecordedMeter();
        await silo.GetAsync("/api/sessions");
        await silo.AnswerAsync("ada", 17, "abnormal");
        Assert.AreEqual((1, 0), Requests(meter));
        await silo.WaitForModelAsync();
        using (var store = new PostgresSessionStore(silo.ConnectionString))
        {
            // What another silo writes that has the session too: the next answer is refused.
            store.Append(GivenSilo.SessionId, new RowLabeled
            {
                Sequence = silo.Log().Count, Time = DateTimeOffset.UnixEpoch, Row = 3, Answer = Answer.Normal, Annotator = "eve",
            });
        }

        var (before, _) = Requests(meter);
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, (await silo.AnswerAsync("ada", 5, "normal")).Status);
        Assert.AreEqual(HttpStatusCode.OK, (await silo.AnswerAsync("ada", 5, "normal")).Status);

        Assert.AreEqual((before + 2, 1), Requests(meter));
        Assert.AreEqual(0, meter.TagCount);
    }

    [TestMethod]
    [DataRow("GET", "Ask again in a moment.")]
    [DataRow("POST", "takes back no other one. Of a withdrawal that names neither, find out first what your last answer is now")]
    public async Task ForwardAsync_SiloThatIsGone_Is503AndCounted(string method, string sentence)
    {
        using var meter = new RecordedMeter();
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Features.Set<IHttpMaxRequestBodySizeFeature>(new BodySize());

        var forwarder = new SessionForwarder(LostGrain.Factory(), new LabelingServerOptions { Token = GivenSilo.Token });

        var problem = await Assert.ThrowsExactlyAsync<ProblemException>(
            () => forwarder.ForwardAsync(context, "payments", "/api/withdrawals"));

        Assert.AreEqual(StatusCodes.Status503ServiceUnavailable, problem.Status);
        Assert.Contains(sentence, problem.Message);
        Assert.AreEqual((1, 1), Requests(meter));
    }

    [TestMethod]
    public async Task Items_DoneForOthers_AreCountedAndTimedAndOwnOnesAreNot()
    {
        await using var room = new WorkRoom(
            [new SpokenWork(GivenRequests.WorkName)],
            1,
            1,
            new WorkInputs(new GivenSilos(new LendingSilo())),
            patience: TimeSpan.FromMinutes(1));
        using var meter = new RecordedMeter();

        await room.BeginAsync(GivenRequests.Of("square 6"), isOwn: true);
        Assert.IsEmpty(meter.Of("items.done"));
        await room.BeginAsync(GivenRequests.Of("fail purple"), isOwn: false);
        Assert.IsEmpty(meter.Of("items.done"));
        await room.BeginAsync(GivenRequests.Of("slowly 300 square 5"), isOwn: false);

        CollectionAssert.AreEqual(new[] { 1.0 }, meter.Of("items.done"));
        Assert.HasCount(1, meter.Of("item.duration"));
        Assert.IsInRange(250, 60_000, meter.Of("item.duration")[0]);
        Assert.IsEmpty(meter.Of("items.lost"));
    }

    [TestMethod]
    public async Task Items_LostTwice_AreCountedTwice()
    {
        using var meter = new RecordedMeter();
        var silo = new LosingSilo(call => call < 2 ? new SiloLostException("it is gone", new TimeoutException()) : null);

        await new WorkDistribution(new GivenSilos(silo), "work", [SpokenWork.Item("a")], new HeardWork(), ownSlotCount: null)
            .RunAsync(CancellationToken.None);

        CollectionAssert.AreEqual(new[] { 1.0, 1 }, meter.Of("items.lost"));
    }

    private static (double Forwarded, double Unavailable) Requests(RecordedMeter meter) =>
        (meter.Of("requests.forwarded").Sum(), meter.Of("requests.unavailable").Sum());

    private sealed class BodySize : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }
}
