namespace ActiveAnomaly.Cluster.Work;

[TestClass]
public sealed class OpenItemsTests
{
    private static readonly string?[] Preferred = [null, "b", "a", null, "a"];

    [TestMethod]
    public async Task TakeAsync_Silo_GetsItsOwnThenNobodysThenAnothers()
    {
        var items = new OpenItems(Preferred.Length, i => Preferred[i]);

        var taken = new List<int>();
        for (var i = 0; i < Preferred.Length; i++)
        {
            taken.Add(await items.TakeAsync("a", CancellationToken.None));
        }

        CollectionAssert.AreEqual(new[] { 2, 4, 0, 3, 1 }, taken);
    }

    [TestMethod]
    public async Task TakeAsync_NoneIsOpen_WaitsForOneThatComesBack()
    {
        var items = new OpenItems(1, _ => null);
        await items.TakeAsync("a", CancellationToken.None);

        var waiting = items.TakeAsync("b", CancellationToken.None);
        Assert.IsFalse(waiting.IsCompleted);
        items.Return(0);

        Assert.AreEqual(0, await waiting);
    }

    [TestMethod]
    public async Task Return_Item_IsTheLastOne()
    {
        var items = new OpenItems(3, _ => null);
        items.Return(await items.TakeAsync("a", CancellationToken.None));

        Assert.AreEqual(1, await items.TakeAsync("a", CancellationToken.None));
        Assert.AreEqual(2, await items.TakeAsync("a", CancellationToken.None));
        Assert.AreEqual(0, await items.TakeAsync("a", CancellationToken.None));
    }

    [TestMethod]
    public async Task TakeAsync_Cancelled_TakesNothing()
    {
        using var cancel = new CancellationTokenSource();
        var items = new OpenItems(0, _ => null);
        var waiting = items.TakeAsync("a", cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        items.Return(7);
        Assert.AreEqual(7, await items.TakeAsync("a", CancellationToken.None));
    }
}
