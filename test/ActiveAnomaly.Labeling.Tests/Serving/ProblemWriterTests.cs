using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class ProblemWriterTests
{
    [TestMethod]
    public async Task Invoke_FailsWhenHalfIsSent_BreaksTheConnection()
    {
        var response = new SentResponse();
        var lifetime = new RecordedLifetime();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        await new ProblemWriter(NullLogger.Instance).InvokeAsync(context, _ => throw new IOException("the disk is gone"));
        Assert.IsTrue(lifetime.IsAborted);
        Assert.AreEqual(200, response.StatusCode);
    }

    [TestMethod]
    public async Task Invoke_FailsBeforeAnythingIsSent_ForgetsWhatWasToBeSent()
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await new ProblemWriter(NullLogger.Instance).InvokeAsync(context, failing =>
        {
            failing.Response.ContentLength = 5;
            failing.Response.Headers.ContentDisposition = "attachment";
            failing.Response.Headers.XFrameOptions = "DENY";
            throw new ProblemException(409, "No.");
        });
        Assert.AreEqual(409, context.Response.StatusCode);
        Assert.IsNull(context.Response.ContentLength);
        Assert.IsEmpty(context.Response.Headers.ContentDisposition.ToString());
        Assert.AreEqual("DENY", context.Response.Headers.XFrameOptions.ToString());
        Assert.AreEqual("No.", (string)JsonNode.Parse(body.ToArray())!["detail"]!);
    }

    [TestMethod]
    public async Task Invoke_FileThatCannotBeWritten_SaysSoAndIsTold()
    {
        var (context, logger) = (new DefaultHttpContext(), new RecordingLogger());
        using var body = new MemoryStream();
        context.Response.Body = body;
        await new ProblemWriter(logger).InvokeAsync(context, _ => throw new IOException("No space left on device"));
        Assert.AreEqual(507, context.Response.StatusCode);
        Assert.Contains("No space left on device Where its disk", (string)JsonNode.Parse(body.ToArray())!["detail"]!);
        Assert.HasCount(1, logger.Messages);
    }

    [TestMethod]
    public async Task Invoke_ClientGone_IsNoFailure()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        await new ProblemWriter(NullLogger.Instance).InvokeAsync(context, aborted => throw new OperationCanceledException());
        Assert.AreEqual(499, context.Response.StatusCode);
    }

    /// <summary>A stream of events ends with its page: a status set then throws, and would be told of as an error of the server.</summary>
    [TestMethod]
    public async Task Invoke_ClientGoneFromAStream_LeavesTheStatus()
    {
        var response = new SentResponse();
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        context.Features.Set<IHttpResponseFeature>(response);
        await new ProblemWriter(NullLogger.Instance).InvokeAsync(context, aborted => throw new OperationCanceledException());
        Assert.AreEqual(0, response.SetCount);
    }

    /// <summary>A response whose status is sent, as Kestrel's is.</summary>
    private sealed class SentResponse : IHttpResponseFeature
    {
        public int SetCount { get; private set; }

        public int StatusCode
        {
            get => StatusCodes.Status200OK;
            set => SetCount++;
        }

        public string? ReasonPhrase { get; set; }

        public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

        public Stream Body { get; set; } = Stream.Null;

        public bool HasStarted => true;

        public void OnStarting(Func<object, Task> callback, object state)
        {
        }

        public void OnCompleted(Func<object, Task> callback, object state)
        {
        }
    }

    private sealed class RecordedLifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
