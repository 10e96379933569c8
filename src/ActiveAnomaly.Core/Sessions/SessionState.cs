namespace ActiveAnomaly.Sessions;

/// <summary>What a session can do next.</summary>
public enum SessionState
{
    /// <summary>Train: there is no model yet, or all rows of the last query are answered.</summary>
    ReadyToTrain = 0,

    /// <summary>Query: the model is up to date.</summary>
    ReadyToQuery = 1,

    /// <summary>Answer or skip: rows of the last query wait for an answer.</summary>
    WaitingForAnswers = 2,
}
