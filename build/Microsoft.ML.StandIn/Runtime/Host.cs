using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>What all hosts of one <see cref="MLContext"/> share.</summary>
internal sealed class HostRoot(int? seed, Action<ChannelMessage, string> listener)
{
    public int? Seed { get; } = seed;

    public ComponentCatalog ComponentCatalog { get; } = new();

    public Action<ChannelMessage, string> Listener { get; } = listener;
}

/// <summary>A named component of an environment; the environment itself is the host without a name.</summary>
internal sealed class Host(HostRoot root, Host parent, string name, Random random) : IHost
{
    public HostRoot Root => root;

    public Random Rand => random;

    public ComponentCatalog ComponentCatalog => root.ComponentCatalog;

    public string ContextDescription => name;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Check.NotEmpty(name, nameof(name));
        lock (root)
        {
            // As in ML.NET, a host's name is joined to its parent's parent: a host of a host of the environment stands alone.
            string prefix = parent?.ContextDescription;
            var rand = new Random(seed ?? random.Next());
            return new Host(root, this, prefix is null ? name : $"{prefix}; {name}", rand);
        }
    }

    public IChannel Start(string name)
    {
        Check.NotEmpty(name, nameof(name));
        return new Channel(root, ContextDescription is null ? name : $"{ContextDescription}; {name}");
    }

    public TException Process<TException>(TException ex) where TException : Exception => ex;
}

/// <summary>Hands messages on to the listener of the environment; like ML.NET's, it traces its own start and end.</summary>
internal sealed class Channel : IChannel
{
    private readonly HostRoot _root;
    private readonly string _source;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _disposed;

    public Channel(HostRoot root, string source)
    {
        (_root, _source) = (root, source);
        Trace(MessageSensitivity.None, "Channel started");
    }

    public string ContextDescription => _source;

    public void Send(ChannelMessage msg) => _root.Listener(msg, _source);

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Trace, sensitivity, fmt);

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Trace, sensitivity, string.Format(fmt, args));

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Error, sensitivity, fmt);

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Error, sensitivity, string.Format(fmt, args));

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Warning, sensitivity, fmt);

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Warning, sensitivity, string.Format(fmt, args));

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, sensitivity, fmt);

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Info, sensitivity, string.Format(fmt, args));

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", Stopwatch.GetElapsedTime(_started));
        Trace(MessageSensitivity.None, "Channel disposed");
    }

    public TException Process<TException>(TException ex) where TException : Exception => ex;

    private void Send(ChannelMessageKind kind, MessageSensitivity sensitivity, string message) =>
        Send(new ChannelMessage(kind, sensitivity, message));
}
