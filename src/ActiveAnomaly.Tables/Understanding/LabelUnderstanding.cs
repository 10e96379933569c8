using System.Globalization;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Decides what the values of a label column mean: those that the user names, or 0 and 1, false and true, normal and abnormal. Nothing
/// else is guessed.
/// </summary>
internal static class LabelUnderstanding
{
    private const string Rest = "*";
    private const int MostShownValues = 10;

    private static readonly (string[] Normal, string[] Abnormal)[] Families =
    [
        (["0"], ["1"]),
        (["false"], ["true"]),
        (["normal", "inlier"], ["abnormal", "anomaly", "anomalous", "outlier"]),
    ];

    /// <summary>Decides.</summary>
    /// <exception cref="TableException">A value has no meaning.</exception>
    public static LabelSchema Decide(string tableName, string placeWord, string columnName, LabelProfile profile, TableOptions options)
    {
        (string Value, long Count, long Line)[] values =
        [
            .. profile.Values.Where(value => value.Value.Length > 0 && !Contains(options.UnlabeledValues, value.Value)),
        ];
        if (profile.HasMore)
        {
            throw Unclear(tableName, placeWord, columnName, values, $"more than {LabelProfile.MostValues} different values", options);
        }

        var (normal, abnormal) = options.NormalValues.Count + options.AbnormalValues.Count > 0
            ? Mapped(tableName, placeWord, columnName, values, options)
            : Known(tableName, placeWord, columnName, values, options);
        return new LabelSchema
        {
            Name = columnName,
            NormalValues = normal,
            AbnormalValues = abnormal,
            UnlabeledValues = options.UnlabeledValues,
        };
    }

    /// <summary>Tells what a cell of the label column means; null where it means nothing that is known.</summary>
    public static RowLabel? Meaning(LabelSchema label, string value) =>
        value.Length == 0 || Contains(label.UnlabeledValues, value) ? RowLabel.Unlabeled
        : Contains(label.AbnormalValues, value) ? RowLabel.Abnormal
        : Contains(label.NormalValues, value) ? RowLabel.Normal
        : null;

    private static (IReadOnlyList<string> Normal, IReadOnlyList<string> Abnormal) Mapped(
        string tableName, string placeWord, string columnName, (string Value, long Count, long Line)[] values, TableOptions options)
    {
        var both = options.NormalValues.FirstOrDefault(value => Contains(options.AbnormalValues, value));
        if (both is not null)
        {
            throw new TableException($"The label value '{both}' is given as normal and as abnormal; give it as one of both.");
        }

        var left = values
            .Where(value => !Contains(options.NormalValues, value.Value) && !Contains(options.AbnormalValues, value.Value)).ToArray();
        var (normal, abnormal) = (Named(options.NormalValues), Named(options.AbnormalValues));
        string[] others = [.. left.Select(value => value.Value)];
        if (others.Length == 0)
        {
            return (normal, abnormal);
        }

        if (options.NormalValues.Contains(Rest) || (options.NormalValues.Count == 0 && others.Length == 1))
        {
            return ([.. normal, .. others], abnormal);
        }

        return options.AbnormalValues.Contains(Rest) || (options.AbnormalValues.Count == 0 && others.Length == 1)
            ? (normal, [.. abnormal, .. others])
            : throw Unclear(
                tableName,
                placeWord,
                columnName,
                left,
                "values that are given neither as normal nor as abnormal",
                options);

        static string[] Named(IReadOnlyList<string> given) => [.. given.Where(value => value != Rest)];
    }

    private static (IReadOnlyList<string> Normal, IReadOnlyList<string> Abnormal) Known(
        string tableName, string placeWord, string columnName, (string Value, long Count, long Line)[] values, TableOptions options)
    {
        foreach (var (normal, abnormal) in Families)
        {
            if (values.All(value => ContainsWord(normal, value.Value) || ContainsWord(abnormal, value.Value)))
            {
                return (Spelt(normal), Spelt(abnormal));
            }
        }

        if (values.All(value => Equal(value.Value, "1") || Equal(value.Value, "-1")))
        {
            throw new TableException(
                $"The label column '{columnName}' of '{tableName}' holds 1 and -1, which mean different things to different programs. Say "
                + "which means abnormal: --abnormal -1 (scikit-learn's outliers) or --abnormal 1 (TableOptions.AbnormalValues).",
                values.First(value => Equal(value.Value, "-1")).Line,
                columnName);
        }

        throw Unclear(tableName, placeWord, columnName, values, "values whose meaning is not known", options);

        // As the table writes them, so that the schema and what is told have the user's words.
        IReadOnlyList<string> Spelt(string[] words)
        {
            string[] found = [.. values.Select(value => value.Value).Where(value => ContainsWord(words, value))];
            return found.Length > 0 ? found : words;
        }
    }

    private static TableException Unclear(
        string tableName,
        string placeWord,
        string columnName,
        (string Value, long Count, long Line)[] values,
        string what,
        TableOptions options)
    {
        var isChosen = options.LabelColumn is not null;
        var shown = string.Join(", ", values.Take(MostShownValues).Select(value => FormattableString.Invariant(
            $"'{value.Value}' ({value.Count} x, first in {placeWord} {value.Line})")));
        return new TableException(
            $"The label column '{columnName}' of '{tableName}'{(isChosen ? string.Empty : ", taken because it is the last or called so,")} "
            + $"holds {what}: {shown}{(values.Length > MostShownValues ? ", ..." : string.Empty)}. Allowed are 0 and 1, false and true, normal "
            + "and abnormal (anomaly, outlier), and an empty cell for no label. Name another column (--label), or say what the values mean "
            + "(--abnormal, --normal, --unlabelled; '*' for all others).",
            values[0].Line,
            columnName);
    }

    private static bool Contains(IReadOnlyList<string> values, string value)
    {
        foreach (var other in values)
        {
            if (Equal(other, value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsWord(string[] words, string value) =>
        Contains(words, value) || words.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Numbers are equal by their value, 1 and 1.0, texts letter by letter.</summary>
    private static bool Equal(string x, string y) =>
        string.Equals(x, y, StringComparison.Ordinal)
        || (double.TryParse(x, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
            && double.TryParse(y, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
            && left == right);
}
