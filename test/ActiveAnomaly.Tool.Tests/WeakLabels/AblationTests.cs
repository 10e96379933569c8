namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class AblationTests
{
    private const double Tolerance = 1e-12;

    private static readonly WeakLabelRow[] Rows =
    [
        Row("none", 1, 0.9), Row("none", 2, 0.7), Row("none", 3, 0.1), Row("L_dis", 2, 0.3), Row("L_dis", 1, 0.7), Row("L_reg", 1, 1),
    ];

    /// <summary>0.2 in run 1 and 0.4 in run 2; run 3 has no partner.</summary>
    [TestMethod]
    public void Difference_RunsThatBothHave_ArePaired()
    {
        var difference = AblationTables.Difference(Rows, "L_dis");

        Assert.AreEqual(0.3, difference.Mean, Tolerance);
        Assert.AreEqual(0.1, difference.StandardError, Tolerance);
        Assert.AreEqual(2, difference.Count);
    }

    [TestMethod]
    public void Difference_AVariantThatIsBetter_IsNegative() =>
        Assert.AreEqual(-0.1, AblationTables.Difference(Rows, "L_reg").Mean, Tolerance);

    [TestMethod]
    [DataRow("thyroid-21f", "none", 0.839)]
    [DataRow("thyroid-21f", "no_consistency", 0.833)]
    [DataRow("cover-30000", "L_reg", 0.973)]
    [DataRow("letter", "no_embedding_loss", 0.372)]
    [DataRow("thyroid", "none", double.NaN)]
    [DataRow("cover-all", "none", double.NaN)]
    public void Of_DataSetAndVariant_IsThePapersFigure(string dataset, string variant, double expected) =>
        Assert.AreEqual(expected, PaperAblations.Of(dataset, variant));

    /// <summary>0.839 - 0.623 is the paper's difference.</summary>
    [TestMethod]
    public void Write_PaperDataSet_HasBothDifferences()
    {
        using var text = new StringWriter();
        AblationTables.Write(TextConsole.Create(text, isTerminal: false, noColor: null), Rows);

        Assert.Contains("+0.300 (0.100)", text.ToString());
        Assert.Contains("+0.216", text.ToString());
    }

    private static WeakLabelRow Row(string value, int run, double aucPr) => new()
    {
        Experiment = "ablations",
        Dataset = "thyroid-21f",
        Method = "rosas",
        Setting = "ablation",
        Value = value,
        Run = run,
        AucPr = aucPr,
        AucRoc = 0.5,
        AveragePrecision = 0,
        TrainSeconds = 0,
        ScoreSeconds = 0,
        Rows = 1,
        Features = 1,
        Labelled = 1,
        Contamination = 0,
    };
}
