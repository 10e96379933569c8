namespace ActiveAnomaly.Tool.Input;

/// <summary>What a command's tables are for, which decides what may be said of them.</summary>
internal enum TablePurpose
{
    /// <summary>To train, with the labels that there are.</summary>
    Training = 0,

    /// <summary>To train and to be compared with: every row needs a label.</summary>
    Truth = 1,

    /// <summary>To be scored with a saved model, and so read as its training table was.</summary>
    Scoring = 2,

    /// <summary>To be labelled by people: labels that there are were given by a column that says so, and by no other.</summary>
    Labeling = 3,
}
