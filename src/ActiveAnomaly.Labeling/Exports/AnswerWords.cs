using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Answers as they are written in files.</summary>
internal static class AnswerWords
{
    private const string Normal = "normal";
    private const string Abnormal = "abnormal";
    private const string Skip = "skip";
    private const string Skipped = "skipped";

    /// <summary>Gives the word for what somebody says.</summary>
    public static string Of(Answer answer) => answer switch
    {
        Answer.Normal => Normal,
        Answer.Abnormal => Abnormal,
        _ => Skip,
    };

    /// <summary>Gives the word for what is decided; empty for nothing.</summary>
    public static string OfDecision(Answer? decision) => decision switch
    {
        null => string.Empty,
        Answer.Skip => Skipped,
        { } answer => Of(answer),
    };

    /// <summary>Reads a word, in any case; null for any other text.</summary>
    public static Answer? Read(string word) =>
        word.Equals(Normal, StringComparison.OrdinalIgnoreCase) ? Answer.Normal
        : word.Equals(Abnormal, StringComparison.OrdinalIgnoreCase) ? Answer.Abnormal
        : word.Equals(Skip, StringComparison.OrdinalIgnoreCase) ? Answer.Skip
        : null;
}
