namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class RecentValuesTests
{
    [TestMethod]
    public void Get_KeptAndForgotten_MakesOnlyWhatIsNotThere()
    {
        var made = new List<string>();
        var values = new RecentValues<string, int>(2);

        // The b is the one that was not asked for longest when c comes.
        foreach (var key in "abacab")
        {
            Assert.AreEqual(key, values.Get(key.ToString(), Make));
        }

        Assert.AreEqual("a,b,c,b", string.Join(',', made));

        int Make(string key)
        {
            made.Add(key);
            return key[0];
        }
    }
}
