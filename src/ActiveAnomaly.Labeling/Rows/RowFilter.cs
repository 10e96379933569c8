namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Which rows of a table are wanted.</summary>
public enum RowFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those of which nothing is decided, and that nobody skipped.</summary>
    Unlabeled,

    /// <summary>Those decided normal, or known to be so beforehand.</summary>
    Normal,

    /// <summary>Those decided abnormal, or known to be so beforehand.</summary>
    Abnormal,

    /// <summary>Those skipped.</summary>
    Skipped,

    /// <summary>Those that the model takes for abnormal.</summary>
    Flagged,

    /// <summary>Those of which annotators who know say different things.</summary>
    Disagreed,

    /// <summary>Those with a note or a tag.</summary>
    Noted,
}
