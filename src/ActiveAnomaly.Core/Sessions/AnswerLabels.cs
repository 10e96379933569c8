using ActiveAnomaly.Data;

namespace ActiveAnomaly.Sessions;

/// <summary>What an answer says of a row.</summary>
internal static class AnswerLabels
{
    /// <summary>Gets the label that an answer gives: none for a skip, or for no answer.</summary>
    public static RowLabel ToLabel(this Answer? answer) => answer switch
    {
        Answer.Normal => RowLabel.Normal,
        Answer.Abnormal => RowLabel.Abnormal,
        _ => RowLabel.Unlabeled,
    };
}
