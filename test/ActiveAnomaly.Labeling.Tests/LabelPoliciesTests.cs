using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class LabelPoliciesTests
{
    [TestMethod]
    public void Named_OfTheLibrary_IsFoundAgain()
    {
        LabelPolicy[] policies =
        [
            new LatestAnswerPolicy(), new MajorityPolicy(), new MajorityPolicy(12), new OneAnnotatorPolicy(),
            new OneAnnotatorPolicy("Zoë (night shift)"),
        ];
        foreach (var policy in policies)
        {
            var found = LabelPolicies.Named(policy.Name);
            Assert.AreEqual((policy.GetType(), policy.Name), (found.GetType(), found.Name));
            Assert.AreEqual(policy.UsualAnnotator, found.UsualAnnotator);
        }
    }

    [TestMethod]
    public void RequireAccepted_WhomThePolicyKeepsOut_ThrowsWithThePolicysWords()
    {
        var policy = new OneAnnotatorPolicy("ada");
        LabelPolicies.RequireAccepted(policy, "ada");
        var refused = Assert.ThrowsExactly<ArgumentException>(() => LabelPolicies.RequireAccepted(policy, "bob"));
        Assert.AreEqual(Assert.ThrowsExactly<ArgumentException>(() => policy.RequireAccepted("bob")).Message, refused.Message);
        Assert.Contains("'bob'", refused.Message);
        Assert.AreEqual("annotator", refused.ParamName);

        // Whoever answers in a session for people has a name; nobody is taken for the usual annotator.
        Assert.ThrowsExactly<ArgumentNullException>(() => LabelPolicies.RequireAccepted(policy, null!));
    }

    [TestMethod]
    [DataRow("my own")]
    [DataRow("majority of at least 0")]
    [DataRow("majority of at least two")]
    [DataRow("majority of at least -1")]
    [DataRow("majority of at least 99999999999")]
    [DataRow("one annotator ()")]
    [DataRow("one annotator (ada")]
    public void Named_Others_ThrowsNamingIt(string name) => Assert.Contains(
        $"'{name}'", Assert.ThrowsExactly<SessionMismatchException>(() => LabelPolicies.Named(name)).Message);
}
