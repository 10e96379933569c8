namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class SiloSharesTests
{
    [TestMethod]
    public void Lines_OfNothing_AreNone() => CollectionAssert.AreEqual(Array.Empty<string>(), new SiloShares().Lines().ToArray());

    [TestMethod]
    public void Lines_OfCellsDoneAndLost_CountEachForWhoFinishedIt()
    {
        var shares = new SiloShares();
        shares.OnTaken(0, "b");
        shares.OnTaken(1, "b");
        shares.OnTaken(2, "a");
        shares.OnDone(2);
        shares.OnLost("b", "it is gone.");
        shares.OnLost("b", "it is gone.");
        shares.OnTaken(0, "a");
        shares.OnDone(0);
        shares.OnTaken(1, "c");
        shares.OnDone(1);

        CollectionAssert.AreEqual(
            (string[])["Runs by silo: a 2, c 1.", "b was lost with 2 runs, which were begun again: it is gone."], shares.Lines().ToArray());
    }
}
