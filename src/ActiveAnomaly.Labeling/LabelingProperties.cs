using System.Globalization;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>What a labelling session keeps in its log beside what every session does.</summary>
internal sealed record LabelingProperties(int Budget, double AuditShare, int AuditTopCount)
{
    private const string BudgetName = "labeling.budget";
    private const string AuditShareName = "labeling.audit-share";
    private const string AuditTopCountName = "labeling.audit-top-count";
    private const int FewestAuditTopCount = 10;

    /// <summary>Gives what the options say, then what was kept, then the defaults.</summary>
    public static LabelingProperties Of(LabelingOptions options, IReadOnlyDictionary<string, string> kept, int rowCount) => new(
        options.Budget ?? Kept(kept, BudgetName, Whole) ?? Math.Max(1, (int)Math.Ceiling(LabelingOptions.Defaults.BudgetShare * rowCount)),
        options.AuditShare ?? Kept(kept, AuditShareName, Number) ?? 0,
        options.AuditTopCount ?? Kept(kept, AuditTopCountName, Whole)
            ?? Math.Min(Math.Max(FewestAuditTopCount, rowCount / 100), rowCount));

    /// <summary>Gives the properties with these among them.</summary>
    public Dictionary<string, string> AddTo(IReadOnlyDictionary<string, string> properties) => new(properties)
    {
        [BudgetName] = Budget.ToString(CultureInfo.InvariantCulture),
        [AuditShareName] = AuditShare.ToString("R", CultureInfo.InvariantCulture),
        [AuditTopCountName] = AuditTopCount.ToString(CultureInfo.InvariantCulture),
    };

    private static T? Kept<T>(IReadOnlyDictionary<string, string> kept, string name, Func<string, T?> parse)
        where T : struct => !kept.TryGetValue(name, out var text) ? null
            : parse(text) ?? throw new SessionMismatchException(
                $"The property {name} of the session's log is '{text}', which is not readable. The log is damaged.");

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value < 1 ? value : null;
}
