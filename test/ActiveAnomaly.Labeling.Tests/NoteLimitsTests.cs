namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class NoteLimitsTests
{
    [TestMethod]
    public void Note_AtTheLimits_IsKept()
    {
        using var session = GivenSession.Create(5);
        var text = new string('x', 10_000);
        string[] tags = [.. Enumerable.Range(0, 20).Select(tag => $"{tag:D2}{new string('t', 48)}")];
        session.Note("ada", 3, text, tags);
        var note = session.RowOf(3).Notes.Single();
        Assert.AreEqual(text, note.Text);
        Assert.AreSequenceEqual(tags, note.Tags);
    }

    [TestMethod]
    public void Note_BeyondALimit_ThrowsAndIsNotKept()
    {
        using var session = GivenSession.Create(5);
        var length = session.State.Sequence;
        foreach (var (text, tags, expected) in new (string Text, string[] Tags, string Expected)[]
        {
            (new string('x', 10_001), [], "The note of row 3 has 10001 characters; at most 10000 are allowed. Shorten it."),
            ("", [.. Enumerable.Range(0, 21).Select(tag => $"t{tag}")], "The note of row 3 has 21 tags; at most 20 are allowed."),
            ("", [new string('t', 51)], "A tag of row 3 has 51 characters; 1 to 50 are allowed."),
            ("", ["good", " "], "A tag of row 3 has 0 characters; 1 to 50 are allowed."),
        })
        {
            var refused = Assert.ThrowsExactly<ArgumentException>(() => session.Note("ada", 3, text, tags));
            Assert.StartsWith(expected, refused.Message);
        }

        Assert.IsEmpty(session.RowOf(3).Notes);
        Assert.DoesNotContain("RowNoted", GivenSession.Kinds(session, length + 1));
    }
}
