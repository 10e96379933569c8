using CsCheck;

namespace ActiveAnomaly.Labeling.Exports;

[TestClass]
public sealed class SpreadsheetTextTests
{
    [TestMethod]
    [DataRow("=1+1", "'=1+1")]
    [DataRow("+cmd", "'+cmd")]
    [DataRow("-2+3", "'-2+3")]
    [DataRow("@sum", "'@sum")]
    [DataRow("\tx", "'\tx")]
    [DataRow("\rx", "'\rx")]
    [DataRow("-", "'-")]
    [DataRow("'=x", "''=x")]
    [DataRow("'-5", "''-5")]
    [DataRow("-5", "-5")]
    [DataRow("+1.5e-3", "+1.5e-3")]
    [DataRow("-1,5", "'-1,5")]
    [DataRow("-Infinity", "'-Infinity")]
    [DataRow("a=b", "a=b")]
    [DataRow("'quoted'", "'quoted'")]
    [DataRow("'", "'")]
    [DataRow("", "")]
    public void Protect_Text_CannotBeCalculated(string text, string expected)
    {
        Assert.AreEqual(expected, SpreadsheetText.Protect(text));
        Assert.AreEqual(text, SpreadsheetText.Restore(expected));
    }

    [TestMethod]
    public void Restore_WhatWasProtected_IsTheText() => Gen.String["'=+-@\t\r05.,ex"].Sample(text =>
    {
        var safe = SpreadsheetText.Protect(text);

        Assert.AreEqual(text, SpreadsheetText.Restore(safe));
        Assert.IsTrue(safe.Length == 0 || !"=@\t\r".Contains(safe[0]));
    });

    [TestMethod]
    [DataRow("a; b", "a|b")]
    [DataRow(" ;;a ; ", "a")]
    [DataRow("a\\;b; c\\\\", "a;b|c\\")]
    [DataRow("a\\b", "a\\b")]
    [DataRow("a\\", "a\\")]
    [DataRow("", "")]
    public void TagText_Read_GivesTheTags(string text, string expected) =>
        Assert.AreEqual(expected, string.Join('|', TagText.Read(text)));

    [TestMethod]
    public void TagText_ReadOfWritten_IsTheTags() => Gen.String["ab;\\ "].Array[0, 4].Sample(texts =>
    {
        string[] tags = [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];

        CollectionAssert.AreEqual(tags, TagText.Read(TagText.Of(tags)));
    });
}
