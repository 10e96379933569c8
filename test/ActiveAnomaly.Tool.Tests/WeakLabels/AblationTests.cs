namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class AblationTests
{
    private const double Tolerance = 1e-12;

    private static readonly WeakLabelRow[] Rows =
    [
        Row("none", 1, 0.9), Row("none", 2, 0.7), Row("none", 3, 0.1),
        Row("continuous_targets", 2, 0.3), Row("continuous_targets", 1, 0.7), Row("mixed_rows", 1, 1),
    ];

    /// <summary>0.2 in run 1 and 0.4 in run 2; run 3 has no partner.</summary>
    [TestMethod]
    public void Difference_RunsThatBothHave_ArePaired()
    {
        var difference = AblationTables.Difference(Rows, "continuous_targets");

        Assert.AreEqual(0.3, difference.Mean, Tolerance);
        Assert.AreEqual(0.1, difference.StandardError, Tolerance);
        Assert.AreEqual(2, difference.Count);
    }

    [TestMethod]
    public void Difference_AVariantThatIsBetter_IsNegative() =>
        Assert.AreEqual(-0.1, AblationTables.Difference(Rows, "mixed_rows").Mean, Tolerance);

    /// <summary>0.839 - 0.623 is the paper's difference.</summary>
    [TestMethod]
    public void Write_PaperDataSet_HasBothDifferences()
    {
        using var text = new StringWriter();
        AblationTables.Write(TextConsole.Create(text, isTerminal: false, noColor: null), Rows);

        Assert.Contains("+0.300 (0.100)", text.ToString());
        Assert.Contains("+0.216", text.ToString());
        Assert.Contains("0.438 (0.000)", text.ToString());
    }

    private static WeakLabelRow Row(string value, int run, double aucPr) => WeakLabelRows.Of("thyroid-21f", "rosas", run, aucPr) with
    {
        Experiment = "ablations",
        Setting = "ablation",
        Value = value,
        AucRoc = 0.4375,
    };
}
