using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class LabelingOptionsTests
{
    [TestMethod]
    public void Validate_OutOfRange_ThrowsNamingTheOption()
    {
        (string Name, LabelingOptions Options)[] wrong =
        [
            ("Budget", new LabelingOptions { Budget = 0 }),
            ("AuditTopCount", new LabelingOptions { AuditTopCount = 0 }),
            ("AuditTopCount", new LabelingOptions { AuditTopCount = 11 }),
            ("UpcomingCount", new LabelingOptions { UpcomingCount = 0 }),
            ("Patience", new LabelingOptions { Patience = TimeSpan.FromTicks(-1) }),
            ("AuditShare", new LabelingOptions { AuditShare = -0.01 }),
            ("AuditShare", new LabelingOptions { AuditShare = 1 }),
            ("AuditShare", new LabelingOptions { AuditShare = double.NaN }),
        ];
        foreach (var (name, options) in wrong)
        {
            var store = new MemorySessionStore();
            Assert.AreEqual(
                "options." + name,
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                    () => LabelingSession.Create(store, "a", GivenSession.Pool(10), options)).ParamName);
            Assert.IsEmpty(store.List());
        }

        Assert.ThrowsExactly<ArgumentNullException>(() => new LabelingOptions { Clock = null! }.Validate());
        new LabelingOptions { Budget = 1, AuditTopCount = 10, UpcomingCount = 1, Patience = TimeSpan.Zero, AuditShare = 0 }.Validate();
    }

    [TestMethod]
    public void Create_TruthOfOtherRows_Throws() => Assert.Contains(
        "hidden truth is of 9 rows, and the pool has 10",
        Assert.ThrowsExactly<ArgumentException>(
            () => GivenSession.Create(10, GivenSession.Options with { HiddenTruth = new bool[9] })).Message);

    [TestMethod]
    [DataRow(10, 1, 10)]
    [DataRow(3, 1, 3)]
    [DataRow(2000, 100, 20)]
    public void Defaults_ByTheRows_AreFivePercentAndOneOfAHundred(int rowCount, int budget, int topCount)
    {
        using var session = GivenSession.Create(rowCount, GivenSession.Options with { AuditShare = 0.1 });
        Assert.AreEqual((budget, topCount), (session.State.Budget, session.State.Audit!.TopCount));
    }
}
