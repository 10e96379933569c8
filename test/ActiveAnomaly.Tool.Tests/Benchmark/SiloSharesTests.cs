namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class SiloSharesTests
{
    [TestMethod]
    public void Lines_OfNothing_AreNone() => CollectionAssert.AreEqual(Array.Empty<string>(), new SiloShares().Lines().ToArray());

    [TestMethod]
    public void Lines_OfCellsFinishedAndLost_SayWhoDidAndHadHowMany()
    {
        var shares = new SiloShares();
        shares.Add("b", 2);
        shares.Add("a", 1);
        shares.AddLoss("c", 3, "it is gone");
        shares.Add("b", 5);

        CollectionAssert.AreEqual(
            (string[])["Runs by silo: a 1, b 7.", "c was lost (it is gone); runs that it had, and others do: 3."],
            shares.Lines().ToArray());
    }
}
