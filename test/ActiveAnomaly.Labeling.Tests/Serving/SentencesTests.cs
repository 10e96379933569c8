namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class SentencesTests
{
    [TestMethod]
    [DataRow("Row 1 was known to be Normal.", "Row B was known to be Normal.")]
    [DataRow("ada has not answered for row 0; nothing.", "ada has not answered for row A; nothing.")]
    [DataRow("There is no row 9; rows are 0 to 1.", "There is no row 9; rows are 0 to 1.")]
    [DataRow("Arrow 1 and row 99999999999.", "Arrow 1 and row 99999999999.")]
    public void WithNames_RowsWithIds_AreCalledByThem(string message, string expected) =>
        Assert.AreEqual(expected, Sentences.WithNames(message, GivenPool.WithIds("id,n\nA,1\nB,2\n")));

    [TestMethod]
    [DataRow("Row 1 was known to be Normal.", "Line 3 was known to be Normal.")]
    [DataRow("ada has not answered for row 0; nothing.", "ada has not answered for line 2; nothing.")]
    public void WithNames_RowsWithoutIds_AreCalledByTheirLines(string message, string expected) =>
        Assert.AreEqual(expected, Sentences.WithNames(message, GivenPool.Of("n,m\n1,2\n3,4\n")));

    [TestMethod]
    [DataRow("It is long. (Parameter 'options.Token')", "It is long.")]
    [DataRow("It is 3. (Parameter 'count')\nActual value was 3.", "It is 3.")]
    public void Plain_MessageOfAnArgument_HasNoParameter(string message, string expected) =>
        Assert.AreEqual(expected, Sentences.Plain(message));
}
