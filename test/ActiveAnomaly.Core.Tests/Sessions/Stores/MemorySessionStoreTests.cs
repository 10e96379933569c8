namespace ActiveAnomaly.Sessions.Stores;

[TestClass]
public sealed class MemorySessionStoreTests : SessionStoreContract
{
    protected override ISessionStore Create() => new MemorySessionStore();
}
