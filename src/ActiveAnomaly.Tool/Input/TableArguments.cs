using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Input;

/// <summary>What a command line says of the tables it names; the same options with every command.</summary>
internal sealed class TableArguments
{
    private static readonly Dictionary<string, MissingCells> MissingWords = new()
    {
        ["error"] = MissingCells.Stop,
        ["median"] = MissingCells.Median,
        ["drop-row"] = MissingCells.DropRow,
    };

    private static readonly Dictionary<string, OutOfRangeCells> OutOfRangeWords = new()
    {
        ["error"] = OutOfRangeCells.Stop,
        ["clip"] = OutOfRangeCells.Clip,
        ["missing"] = OutOfRangeCells.Missing,
    };

    private static readonly Dictionary<string, DateCells> DateWords = new()
    {
        ["error"] = DateCells.Stop,
        ["days"] = DateCells.Days,
        ["category"] = DateCells.Category,
    };

    private readonly Option<string?> _missing = Word("--missing", "Cells without a value, and cells of a column of numbers that hold none: "
        + "error (stops, and lists the first five), median (of the column; the most frequent category) or drop-row.", MissingWords.Keys);

    private readonly Option<string?> _outOfRange = Word("--out-of-range", "Numbers that single precision cannot hold: error, clip (to the "
        + "column's largest or smallest other number, tiny ones to 0) or missing.", OutOfRangeWords.Keys);

    private readonly Option<string?> _dates = Word("--dates", "Columns of dates: error, days (numbers: days since the first) or category.",
        DateWords.Keys);

    private readonly Option<string?> _dateFormat = Text("--date-format", "The format of dates in .NET's letters, such as dd/MM/yyyy; by "
        + "default ISO 8601.");

    private readonly Option<string?> _label;

    private readonly Option<string[]> _abnormal = Texts("--abnormal", "A label value that means abnormal, such as -1; may be repeated; * "
        + "for "
        + "all others. By default 1, true, abnormal, anomaly, outlier.");

    private readonly Option<string[]> _normal = Texts("--normal", "A label value that means normal; may be repeated; * for all others. By "
        + "default 0, false, normal, inlier.");

    private readonly Option<string[]> _unlabelled = Texts("--unlabelled", "A label value that means no label, beside an empty cell; may be "
        + "repeated.");

    private readonly Option<string[]> _ignore = Texts("--ignore", "A column to leave out; may be repeated.");

    private readonly Option<string[]> _category = Texts("--category", "A column of categories though its cells look like numbers; may be "
        + "repeated.");

    private readonly Option<int> _mostCategories = PositiveNumber.Option("--most-categories", "The most categories that a column of text "
        + "may "
        + "have; each becomes a feature.", TableOptions.Defaults.MostCategories);

    private readonly Option<string[]> _missingTexts = Texts("--missing-text", "A text that means, beside an empty cell, that there is no "
        + $"value; may be repeated. By default {string.Join(", ", TableOptions.Defaults.MissingTexts)}.");

    private readonly Option<char?> _separator = Character("--separator", "What separates the fields; tab for a tab. By default found "
        + "out: comma, "
        + "semicolon or tab.");

    private readonly Option<char?> _decimal = Character("--decimal", "The decimal separator, . or , (a comma where another character "
        + "separates the fields, or where quotes hold the numbers together). By default found out.");

    private readonly Option<bool> _header = Flag("--header", "The first line holds the names.");

    private readonly Option<bool> _noHeader = Flag("--no-header", "The first line holds values; columns are called column1, column2, ...");

    private readonly Option<bool> _noQuotes = Flag("--no-quotes", "Quotes are characters like others.");

    private readonly Option<string?> _encoding = Text("--encoding", "The encoding of the text, such as windows-1252; by default UTF-8, or "
        + "UTF-16 where the text says so.");

    private readonly Option<int?> _rows = new("--rows") { Description = "The most rows to take, evenly spread; by default all." };

    private readonly Option<bool> _noLabel = Flag("--no-label", "The table has no label column.");

    private readonly TablePurpose _purpose;

    /// <summary>Gives a command the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="purpose">What the tables are for.</param>
    public TableArguments(Command command, TablePurpose purpose)
    {
        _purpose = purpose;
        PositiveNumber.Require(_rows);
        _label = Text("--label", "The label column; by default the one called label, "
            + (purpose == TablePurpose.Labeling ? "and never simply the last." : "else the last."));
        Option[] always = [_unlabelled, _missing, _outOfRange, _separator, _decimal, _header, _noHeader, _noQuotes, _encoding, _rows];
        OfTraining = purpose == TablePurpose.Scoring
            ? []
            : [_label, _abnormal, _normal, _ignore, _category, _mostCategories, _missingTexts, _dates, _dateFormat];
        All = [.. OfTraining, .. always, .. purpose == TablePurpose.Truth ? (Option[])[] : [_noLabel]];
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Gets all options.</summary>
    public IReadOnlyList<Option> All { get; }

    /// <summary>Gets the options that say what a training table is; a table that is scored is read as that one was.</summary>
    public IReadOnlyList<Option> OfTraining { get; }

    /// <summary>Reads the options off a command line.</summary>
    /// <exception cref="UsageException">They contradict each other, or one is out of its range.</exception>
    public TableOptions Read(ParseResult parsed)
    {
        var options = Scoring(parsed);
        return Valid(_purpose == TablePurpose.Scoring ? options : options with
        {
            LabelColumn = parsed.GetValue(_label),
            AbnormalValues = parsed.GetValue(_abnormal) ?? [],
            NormalValues = parsed.GetValue(_normal) ?? [],
            IgnoredColumns = parsed.GetValue(_ignore) ?? [],
            CategoryColumns = parsed.GetValue(_category) ?? [],
            MostCategories = parsed.GetValue(_mostCategories),
            MissingTexts = parsed.GetValue(_missingTexts) is { Length: > 0 } texts ? texts : TableOptions.Defaults.MissingTexts,
            Dates = Chosen(parsed, _dates, DateWords) ?? DateCells.Stop,
            DateFormat = parsed.GetValue(_dateFormat),
        });
    }

    /// <summary>Reads the options of a table that is scored off a command line, also of one that may train.</summary>
    /// <exception cref="UsageException">They contradict each other, or one is out of its range.</exception>
    public TableOptions ReadForScoring(ParseResult parsed) => Valid(Scoring(parsed));

    private TableOptions Scoring(ParseResult parsed)
    {
        if (parsed.GetValue(_header) && parsed.GetValue(_noHeader))
        {
            throw new UsageException("--header and --no-header are both given; give one of both.");
        }

        return new TableOptions
        {
            HasLabel = _purpose == TablePurpose.Truth || !parsed.GetValue(_noLabel),
            UnlabeledValues = parsed.GetValue(_unlabelled) ?? [],
            Missing = Chosen(parsed, _missing, MissingWords),
            OutOfRange = Chosen(parsed, _outOfRange, OutOfRangeWords),
            Separator = parsed.GetValue(_separator),
            DecimalSeparator = parsed.GetValue(_decimal),
            HasHeader = parsed.GetValue(_header) ? true : parsed.GetValue(_noHeader) ? false : null,
            ReadsQuotes = !parsed.GetValue(_noQuotes),
            EncodingName = parsed.GetValue(_encoding),
            MostRows = parsed.GetValue(_rows),
        };
    }

    /// <summary>Refuses what is wrong whatever the table holds.</summary>
    private static TableOptions Valid(TableOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (TableException exception)
        {
            throw new UsageException(exception.Message);
        }

        RequireDifferent("--abnormal", options.AbnormalValues, "--normal", options.NormalValues);
        RequireDifferent("--abnormal", options.AbnormalValues, "--unlabelled", options.UnlabeledValues);
        RequireDifferent("--normal", options.NormalValues, "--unlabelled", options.UnlabeledValues);
        RequireDifferent("--ignore", options.IgnoredColumns, "--category", options.CategoryColumns);
        return options.LabelColumn is { } label && options.IgnoredColumns.Contains(label)
            ? throw new UsageException($"--label and --ignore are both '{label}'; say one of both.")
            : options;
    }

    private static void RequireDifferent(string one, IReadOnlyList<string> some, string other, IReadOnlyList<string> others)
    {
        if (some.Select(text => text.Trim()).Intersect(others.Select(text => text.Trim())).FirstOrDefault() is { } both)
        {
            throw new UsageException($"{one} and {other} are both '{both}'; say one of both.");
        }
    }

    private static T? Chosen<T>(ParseResult parsed, Option<string?> option, Dictionary<string, T> words)
        where T : struct, Enum => parsed.GetValue(option) is { } word ? words[word] : null;

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<string[]> Texts(string name, string description) => new(name) { Description = description };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<string?> Word(string name, string description, IEnumerable<string> words)
    {
        var option = Text(name, description);
        option.AcceptOnlyFromAmong([.. words]);
        return option;
    }

    private static Option<char?> Character(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => One(name, result),
    };

    private static char? One(string name, ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "tab" or "\\t":
                return '\t';
            case { Length: 1 } text:
                return text[0];
            case var text:
                result.AddError($"{name} is '{text}'; one character is allowed, or tab.");
                return null;
        }
    }
}
