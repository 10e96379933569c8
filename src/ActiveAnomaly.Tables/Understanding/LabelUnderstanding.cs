using System.Globalization;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Decides what the values of a label column mean: those that the user names, or 0 and 1, false and true, normal and abnormal. Nothing
/// else is guessed.
/// </summary>
internal sealed class LabelUnderstanding(TableLayout layout, string columnName, LabelProfile profile, TableOptions options)
{
    /// <summary>Means all values that are not named.</summary>
    public const string Rest = "*";

    private const int MostShownValues = 10;

    private static string Pairs { get; } = string.Join(
        "; ",
        LabelWords.Families.Select(family => $"{Either(family.Normal)} and {Either(family.Abnormal)}"));

    /// <summary>Gets how the label column was chosen, where nobody named it.</summary>
    private string Taken => options.LabelColumn is not null ? string.Empty : ", taken because it is called so or the last,";

    /// <summary>Decides.</summary>
    /// <param name="notes">Receives what the user may not have meant.</param>
    /// <exception cref="TableException">A value has no meaning.</exception>
    public LabelSchema Decide(List<TableNote> notes)
    {
        RequireOneMeaning(options.NormalValues, "normal", options.AbnormalValues, "abnormal");
        RequireOneMeaning(options.NormalValues, "normal", options.UnlabeledValues, "unlabelled");
        RequireOneMeaning(options.AbnormalValues, "abnormal", options.UnlabeledValues, "unlabelled");
        (string Value, long Count, long Line)[] values =
        [
            .. profile.Values.Where(value => value.Value.Length > 0 && !Contains(options.UnlabeledValues, value.Value)),
        ];
        if (profile.HasMore)
        {
            throw Unclear([.. profile.Values], $"more than {LabelProfile.MostValues} different values");
        }

        NoteUnused(notes);
        var (normal, abnormal) = options.NormalValues.Count + options.AbnormalValues.Count > 0 ? Mapped(values) : Known(values);
        NoteCapitals(values, abnormal, notes);
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
        : IsKnownWord(label.AbnormalValues, value) ? RowLabel.Abnormal
        : IsKnownWord(label.NormalValues, value) ? RowLabel.Normal
        : label.AbnormalValues.Contains(Rest) ? RowLabel.Abnormal
        : label.NormalValues.Contains(Rest) ? RowLabel.Normal
        : null;

    private void RequireOneMeaning(IReadOnlyList<string> some, string meaning, IReadOnlyList<string> others, string otherMeaning)
    {
        if (some.FirstOrDefault(value => Contains(others, value)) is { } both)
        {
            throw new TableException(
                $"The label value {ShownText.Of(both)} is given as {meaning} and as {otherMeaning}; give it as one of both.");
        }
    }

    private void NoteUnused(List<TableNote> notes)
    {
        string[] unused =
        [
            .. options.NormalValues.Concat(options.AbnormalValues).Concat(options.UnlabeledValues)
                .Where(value => value != Rest && !profile.Values.Any(found => Equal(found.Value, value))),
        ];
        if (unused.Length > 0)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"No cell of the label column {ShownText.Of(columnName)} holds {ShownText.List(unused)}, which "
                + $"{(unused.Length == 1 ? "is given as a label value" : "are given as label values")}: is it spelt so? Its values: "
                + $"{Shown(profile.Values)}."));
        }
    }

    /// <summary>Warns of values that are none of those given, and differ from one in capitals only: Fraud beside fraud.</summary>
    private void NoteCapitals(
        (string Value, long Count, long Line)[] values, IReadOnlyList<string> abnormal, List<TableNote> notes)
    {
        string[] given =
            [.. options.NormalValues.Concat(options.AbnormalValues).Concat(options.UnlabeledValues).Where(value => value != Rest)];
        foreach (var value in values.Where(value => !Contains(given, value.Value)))
        {
            if (given.FirstOrDefault(other => other.Trim().Equals(value.Value, StringComparison.OrdinalIgnoreCase)) is not { } like)
            {
                continue;
            }

            var (meaning, likeMeaning) = (Contains(abnormal, value.Value) ? "abnormal" : "normal",
                Contains(options.AbnormalValues, like) ? "abnormal" : Contains(options.NormalValues, like) ? "normal" : "unlabelled");
            if (meaning != likeMeaning)
            {
                notes.Add(new TableNote(
                    IsWarning: true,
                    $"The label column {ShownText.Of(columnName)} holds {Shown([value])}, which differs in capitals only from "
                    + $"{ShownText.Of(like)}, given as {likeMeaning}, and is taken for {meaning}, as all others are. Give it too, if it is "
                    + $"meant to be the same (--{likeMeaning} {value.Value})."));
            }
        }
    }

    private (IReadOnlyList<string> Normal, IReadOnlyList<string> Abnormal) Mapped((string Value, long Count, long Line)[] values)
    {
        (string Value, long Count, long Line)[] left =
        [
            .. values.Where(value => !Contains(options.NormalValues, value.Value) && !Contains(options.AbnormalValues, value.Value)),
        ];
        string[] others = [.. left.Select(value => value.Value)];
        var (hasNormal, hasAbnormal) = (options.NormalValues.Count > 0, options.AbnormalValues.Count > 0);
        if (options.AbnormalValues.Contains(Rest))
        {
            return (options.NormalValues, WithOthers(options.AbnormalValues, others));
        }

        if (options.NormalValues.Contains(Rest) || (!hasNormal && others.Length == 1))
        {
            return (WithOthers(options.NormalValues, others), options.AbnormalValues);
        }

        return others.Length == 0 || (!hasAbnormal && others.Length == 1)
            ? (options.NormalValues, WithOthers(options.AbnormalValues, others))
            : throw Unclear(left, "values that are given neither as normal nor as abnormal");

        // All others stay all others, in tables read for the model too.
        static string[] WithOthers(IReadOnlyList<string> given, string[] others) =>
            [.. given.Where(value => value != Rest), .. others, .. given.Where(value => value == Rest)];
    }

    private (IReadOnlyList<string> Normal, IReadOnlyList<string> Abnormal) Known((string Value, long Count, long Line)[] values)
    {
        foreach (var (normal, abnormal) in LabelWords.Families)
        {
            if (values.All(value => IsWordOf((normal, abnormal), value.Value)))
            {
                return (Spelt(normal), Spelt(abnormal));
            }
        }

        if (values.All(value => Equal(value.Value, "1") || Equal(value.Value, "-1")))
        {
            throw new TableException(
                $"The label column {ShownText.Of(columnName)} of '{layout.Source.Name}' holds 1 and -1, which mean different things to "
                + "different programs. Say which means abnormal: --abnormal -1 (scikit-learn's outliers) or --abnormal 1 "
                + "(TableOptions.AbnormalValues).",
                values.First(value => Equal(value.Value, "-1")).Line,
                columnName);
        }

        throw values.All(value => LabelWords.Families.Any(family => IsWordOf(family, value.Value)))
            ? Mixed(values)
            : Unclear(values, "values whose meaning is not known");

        // As the table writes them, so that the schema and what is told have the user's words.
        IReadOnlyList<string> Spelt(string[] words)
        {
            string[] found = [.. values.Select(value => value.Value).Where(value => ContainsWord(words, value))];
            return found.Length > 0 ? found : words;
        }
    }

    private TableException Mixed((string Value, long Count, long Line)[] values)
    {
        return new TableException(
            $"The label column {ShownText.Of(columnName)} of '{layout.Source.Name}'{Taken} holds words of different pairs: "
            + $"{string.Join("; ", LabelWords.Families.Select(WordsOf).Where(words => words.Length > 0).Select(words => Shown(words)))}. "
            + $"The words of one pair have to be used together: {Pairs}. Write all labels with one of them, or say what the values mean "
            + "(--abnormal, --normal; TableOptions.AbnormalValues, NormalValues).",
            values[0].Line,
            columnName);

        (string Value, long Count, long Line)[] WordsOf((string[] Normal, string[] Abnormal) family) =>
            [.. values.Where(value => IsWordOf(family, value.Value))];
    }

    private TableException Unclear((string Value, long Count, long Line)[] values, string what) => new(
        $"The label column {ShownText.Of(columnName)} of '{layout.Source.Name}'{Taken} holds {what}: "
        + $"{Shown(values)}. Allowed are the words of one of these pairs, {Pairs}, and an empty cell for no label. "
        + "Name another column (--label), or say what the values mean (--abnormal, --normal, --unlabelled; '*' for all others; "
        + "TableOptions.AbnormalValues, NormalValues, UnlabeledValues).",
        values[0].Line,
        columnName);

    private string Shown(IEnumerable<(string Value, long Count, long Line)> values)
    {
        (string Value, long Count, long Line)[] all = [.. values];
        return string.Join(", ", all.Take(MostShownValues).Select(value => FormattableString.Invariant(
            $"{ShownText.Of(value.Value)} ({value.Count} x, first in {layout.Source.PlaceWord} {value.Line})")))
            + (all.Length > MostShownValues ? ", ..." : string.Empty);
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

    private static bool IsWordOf((string[] Normal, string[] Abnormal) family, string value) =>
        ContainsWord(family.Normal, value) || ContainsWord(family.Abnormal, value);

    private static string Either(string[] words) => words.Length == 1 ? words[0] : $"{words[0]} ({string.Join(", ", words[1..])})";

    /// <summary>Tells whether a value is a word of a family, in other capitals than the training table's: True and true.</summary>
    private static bool IsKnownWord(IReadOnlyList<string> values, string value) =>
        values.Contains(value, StringComparer.OrdinalIgnoreCase)
        && LabelWords.Families.Any(family => IsWordOf(family, value));

    /// <summary>Numbers are equal by their value, 1 and 1.0, texts letter by letter but for the spaces around them.</summary>
    private static bool Equal(string x, string y) =>
        x.AsSpan().Trim().SequenceEqual(y.AsSpan().Trim())
        || (double.TryParse(x, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
            && double.TryParse(y, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
            && left == right);
}
