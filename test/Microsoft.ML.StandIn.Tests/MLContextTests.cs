using Microsoft.ML.Runtime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class MLContextTests
{
    [TestMethod]
    public void Log_InfoOfARegisteredHost_NamesHostAndChannel()
    {
        var (ml, log) = Logged();
        using (var channel = ((IHostEnvironment)ml).Register("Trainer").Start("Fit"))
            channel.Info(MessageSensitivity.None, "epoch 1");
        Assert.HasCount(1, log);
        Assert.AreEqual("Trainer; Fit", log[0].Source);
        Assert.AreEqual(ChannelMessageKind.Info, log[0].Kind);
        Assert.AreEqual("epoch 1", log[0].RawMessage);
        Assert.AreEqual("[Source=Trainer; Fit, Kind=Info] epoch 1", log[0].Message);
    }

    [TestMethod]
    public void Log_MessageWithArguments_IsFormatted()
    {
        var (ml, log) = Logged();
        using (var channel = ((IHostEnvironment)ml).Register("Trainer").Start("Fit"))
            channel.Warning(MessageSensitivity.None, "loss {0} at {1}", 1, "two");
        Assert.AreEqual("loss 1 at two", log[0].RawMessage);
        Assert.AreEqual(ChannelMessageKind.Warning, log[0].Kind);
    }

    [TestMethod]
    public void Log_EveryKind_Arrives()
    {
        var (ml, log) = Logged();
        using (var channel = ((IHostEnvironment)ml).Register("Trainer").Start("Fit"))
        {
            channel.Trace(MessageSensitivity.None, "t");
            channel.Info(MessageSensitivity.None, "i");
            channel.Warning(MessageSensitivity.None, "w");
            channel.Error(MessageSensitivity.None, "e");
        }
        CollectionAssert.AreEqual(
            new[] { ChannelMessageKind.Trace, ChannelMessageKind.Info, ChannelMessageKind.Warning, ChannelMessageKind.Error },
            log.Select(entry => entry.Kind).ToArray());
    }

    [TestMethod]
    public void Log_OfAChannel_TracesItsStartAndEnd()
    {
        var ml = new MLContext(1);
        var log = new List<LoggingEventArgs>();
        ml.Log += (_, entry) => log.Add(entry);
        ((IHostEnvironment)ml).Register("Trainer").Start("Fit").Dispose();
        Assert.IsTrue(log.All(entry => entry.Kind == ChannelMessageKind.Trace && entry.Source == "Trainer; Fit"));
        Assert.HasCount(3, log);
        Assert.AreEqual("Channel started", log[0].RawMessage);
        StringAssert.StartsWith(log[1].RawMessage, "Channel finished. Elapsed ");
        Assert.AreEqual("Channel disposed", log[2].RawMessage);
    }

    [TestMethod]
    public void Start_OnTheContextItself_NamesTheChannelOnly()
    {
        var (ml, log) = Logged();
        using (var channel = ((IChannelProvider)ml).Start("Alone")) channel.Info(MessageSensitivity.None, "x");
        Assert.AreEqual("Alone", log[0].Source);
    }

    [TestMethod]
    public void Register_HostOfAHost_StandsAlone()
    {
        var (ml, log) = Logged();
        var inner = ((IHostEnvironment)ml).Register("Outer").Register("Inner");
        using (var channel = inner.Start("Fit")) channel.Info(MessageSensitivity.None, "x");
        Assert.AreEqual("Inner; Fit", log[0].Source);
    }

    [TestMethod]
    public void Register_SameSeed_GivesTheSameRandomNumbers()
    {
        int First(int? seed) => ((IHostEnvironment)new MLContext(seed)).Register("Host").Rand.Next();
        Assert.AreEqual(First(5), First(5));
        Assert.AreNotEqual(First(5), First(6));
    }

    [TestMethod]
    public void Properties_OfANewContext_HaveTheDefaults()
    {
        var ml = new MLContext();
        Assert.IsNull(ml.GpuDeviceId);
        Assert.IsFalse(ml.FallbackToCpu);
        Assert.AreEqual(Path.GetTempPath(), ml.TempFilePath);
        Assert.IsNotNull(ml.AnomalyDetection.Trainers);
    }

    private static (MLContext Context, List<LoggingEventArgs> Log) Logged()
    {
        var ml = new MLContext(1);
        var log = new List<LoggingEventArgs>();
        ml.Log += (_, entry) =>
        {
            if (!entry.RawMessage.StartsWith("Channel ", StringComparison.Ordinal)) log.Add(entry);
        };
        return (ml, log);
    }
}
