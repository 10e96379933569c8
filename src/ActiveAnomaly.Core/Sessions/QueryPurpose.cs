namespace ActiveAnomaly.Sessions;

/// <summary>Why a session asks about rows.</summary>
public enum QueryPurpose
{
    /// <summary>The session's strategy chose them: it learns from the outcome.</summary>
    Strategy = 0,

    /// <summary>Somebody wanted them asked about. The strategy does not learn from the outcome.</summary>
    Request = 1,

    /// <summary>They were drawn at random, to find out how good the model is. The strategy does not learn from the outcome.</summary>
    Audit = 2,
}
