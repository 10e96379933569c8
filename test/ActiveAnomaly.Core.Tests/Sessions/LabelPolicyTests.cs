using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

[TestClass]
public sealed class LabelPolicyTests
{
    [TestMethod]
    [DataRow("NA", 1, null)]
    [DataRow("NNA", 1, Answer.Normal)]
    [DataRow("NAA", 1, Answer.Abnormal)]
    [DataRow("N", 1, Answer.Normal)]
    [DataRow("N", 2, null)]
    [DataRow("NS", 2, Answer.Normal)]
    [DataRow("SSN", 3, Answer.Normal)]
    [DataRow("SS", 2, Answer.Skip)]
    [DataRow("S", 2, null)]
    [DataRow("NAS", 3, null)]
    public void Decide_Majority_IsWhatMostOfThoseSayWhoKnow(string answers, int fewest, Answer? expected) =>
        Assert.AreEqual(expected, new MajorityPolicy(fewest).Decide(Answers(answers)));

    [TestMethod]
    [DataRow("NNA", Answer.Abnormal)]
    [DataRow("AAN", Answer.Normal)]
    [DataRow("NS", Answer.Skip)]
    public void Decide_LatestAnswer_IsTheLast(string answers, Answer expected) =>
        Assert.AreEqual(expected, new LatestAnswerPolicy().Decide(Answers(answers)));

    [TestMethod]
    [DataRow(7)]
    [DataRow(0)]
    public void Decide_NoAnswerThatThereIs_IsRefusedAndChangesNothing(int decision)
    {
        var kept = new List<Events.SessionEvent>();
        var session = new ActiveLearningSession(
            FeatureMatrix.Copy([0, 1, 2, 3], 1),
            new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 2, LabelPolicy = new GivenPolicy(_ => (Answer)decision), Sink = kept.Add });
        session.Train();
        session.Query();
        var exception = Assert.ThrowsExactly<InvalidOperationException>(() => session.Answer(3, RowLabel.Abnormal));
        Assert.Contains($"The label policy, given, decides {decision}", exception.Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Label(0, RowLabel.Normal));
        Assert.HasCount(3, kept);
        Assert.HasCount(3, session.Log);
        Assert.AreSequenceEqual([3, 2], session.PendingRows);
        Assert.AreEqual(0, session.Labels.LabeledCount);
    }

    [TestMethod]
    public void Accepts_OneAnnotator_IsThatOneOnly()
    {
        var policy = new OneAnnotatorPolicy("anna");
        Assert.AreEqual((true, false), (policy.Accepts("anna"), policy.Accepts("ben")));
    }

    [TestMethod]
    public void RequireAccepted_Annotators_GivesWhoIsMeantOrThrows()
    {
        var policy = new OneAnnotatorPolicy("anna");
        Assert.AreEqual("anna", policy.RequireAccepted("anna"));
        Assert.AreEqual("anna", policy.RequireAccepted(null));
        Assert.AreEqual(LabelPolicy.DefaultAnnotator, new LatestAnswerPolicy().RequireAccepted(null));
        var refused = Assert.ThrowsExactly<ArgumentException>(() => policy.RequireAccepted("ben"));
        Assert.Contains($"The label policy, {policy.Name}, takes no answers of 'ben'.", refused.Message);
        Assert.ThrowsExactly<ArgumentException>(() => policy.RequireAccepted(" "));
    }

    [TestMethod]
    public void Name_OfPoliciesThatDiffer_Differs()
    {
        LabelPolicy[] policies =
        [
            new OneAnnotatorPolicy(),
            new OneAnnotatorPolicy("anna"),
            new LatestAnswerPolicy(),
            new MajorityPolicy(),
            new MajorityPolicy(2),
        ];
        Assert.HasCount(5, policies.Select(policy => policy.Name).Distinct().ToList());
    }

    [TestMethod]
    public void Constructor_MajorityOfNone_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MajorityPolicy(0));

    private static AnnotatedAnswer[] Answers(string letters) => [.. letters.Select((letter, i) => new AnnotatedAnswer(
        $"annotator {i}", letter switch { 'N' => Answer.Normal, 'A' => Answer.Abnormal, _ => Answer.Skip }))];
}
