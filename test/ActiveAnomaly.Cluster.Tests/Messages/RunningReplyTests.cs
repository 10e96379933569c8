using System.Text;
using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Cluster.Messages;

[TestClass]
public sealed class RunningReplyTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [TestMethod]
    public async Task Next_OfAShortReply_IsAllOfIt()
    {
        var reply = Reply(async exchange =>
        {
            exchange.StatusCode = StatusCodes.Status201Created;
            exchange.Headers["X-Test"] = "yes";
            await exchange.Stream.WriteAsync("hello"u8.ToArray());
        });

        var part = await reply.NextAsync(Long);

        Assert.IsTrue(part.IsLast);
        Assert.AreEqual(201, part.Head!.Status);
        CollectionAssert.Contains(part.Head.Headers, KeyValuePair.Create("X-Test", "yes"));
        Assert.AreEqual("hello", Encoding.UTF8.GetString(part.Body));
    }

    [TestMethod]
    public async Task Next_OfAReplyWithoutBody_HasItsHead()
    {
        var part = await Reply(exchange =>
        {
            exchange.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }).NextAsync(Long);

        Assert.IsTrue(part.IsLast);
        Assert.AreEqual(204, part.Head!.Status);
        Assert.IsEmpty(part.Body);
    }

    [TestMethod]
    public async Task Next_OverAndOver_GivesALongReplyWholeAndInOrder()
    {
        var bytes = new byte[(5 * RunningReply.LargestPart) + 7];
        new Random(1).NextBytes(bytes);
        var reply = Reply(exchange => exchange.Stream.WriteAsync(bytes).AsTask());

        var taken = new MemoryStream();
        var heads = 0;
        ReplyPart part;
        do
        {
            part = await reply.NextAsync(Long);
            heads += part.Head is null ? 0 : 1;
            Assert.IsLessThanOrEqualTo(RunningReply.LargestPart, part.Body.Length);
            taken.Write(part.Body);
        }
        while (!part.IsLast);

        Assert.AreEqual(1, heads);
        CollectionAssert.AreEqual(bytes, taken.ToArray());
    }

    [TestMethod]
    public async Task Next_BeforeAnythingIsThere_SaysSoAndGoesOn()
    {
        var going = new TaskCompletionSource();
        var reply = Reply(async exchange =>
        {
            await going.Task;
            await exchange.Stream.WriteAsync("late"u8.ToArray());
        });

        var first = await reply.NextAsync(TimeSpan.FromMilliseconds(1));
        going.SetResult();
        var second = await reply.NextAsync(Long);

        Assert.IsFalse(first.IsLast);
        Assert.IsNull(first.Head);
        Assert.AreEqual("late", Encoding.UTF8.GetString(second.Body));
    }

    [TestMethod]
    public async Task Next_AfterWhatWasFlushed_DoesNotWaitForTheEnd()
    {
        var end = new TaskCompletionSource();
        var reply = Reply(async exchange =>
        {
            await exchange.Stream.WriteAsync("event"u8.ToArray());
            await end.Task;
        });

        var part = await reply.NextAsync(Long);

        Assert.AreEqual("event", Encoding.UTF8.GetString(part.Body));
        Assert.IsFalse(part.IsLast);
        end.SetResult();
        Assert.IsTrue((await reply.NextAsync(Long)).IsLast);
    }

    [TestMethod]
    public async Task Next_OfAReplyThatFails_IsBroken()
    {
        var part = await Reply(_ => throw new InvalidOperationException("no")).NextAsync(Long);

        Assert.IsTrue(part.IsBroken);
        Assert.IsTrue(part.IsLast);
    }

    [TestMethod]
    public async Task Abandon_WhileItIsAnswered_TellsTheEndpoint()
    {
        var told = new TaskCompletionSource();
        var reply = Reply(async exchange =>
        {
            using var registration = exchange.RequestAborted.Register(told.SetResult);
            await told.Task;
        });

        reply.Abandon();

        await told.Task.WaitAsync(Long);
    }

    /// <summary>Whoever answers takes its time: who waits is told at once, and so is who asks afterwards.</summary>
    [TestMethod]
    [Timeout(30_000)]
    public async Task Next_OfAnAbandonedReply_IsBrokenAtOnce()
    {
        var end = new TaskCompletionSource();
        var (waiting, asking) = (Reply(_ => end.Task), Reply(_ => end.Task));
        var next = waiting.NextAsync(Long);
        waiting.Abandon();
        asking.Abandon();

        Assert.AreSame(ReplyPart.Broken, await next);
        Assert.AreSame(ReplyPart.Broken, await asking.NextAsync(Long));
        end.SetResult();
    }

    [TestMethod]
    public async Task OnStarting_BeforeTheFirstByte_StillChangesTheHead()
    {
        var isStarted = false;
        var reply = Reply(async exchange =>
        {
            exchange.OnStarting(
                state =>
                {
                    ((MessageExchange)state).Headers["X-Last"] = "moment";
                    return Task.CompletedTask;
                },
                exchange);
            Assert.IsFalse(exchange.HasStarted);
            await exchange.Stream.WriteAsync("a"u8.ToArray());
            isStarted = exchange.HasStarted;
        });

        var part = await reply.NextAsync(Long);

        CollectionAssert.Contains(part.Head!.Headers, KeyValuePair.Create("X-Last", "moment"));
        Assert.IsTrue(isStarted);
    }

    private static RunningReply Reply(Func<MessageExchange, Task> answer) => new(
        new RequestMessage
        {
            Ticket = Guid.NewGuid(), Method = "GET", Path = "/api/state", Query = string.Empty, ContentType = null, Body = [],
        },
        bodyLimit: 1024,
        answer);
}
