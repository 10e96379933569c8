namespace ActiveAnomaly.Querying;

/// <summary>How much of a query <see cref="ThirdsStrategy"/> gives to the rows of the highest scores.</summary>
public enum TopShare
{
    /// <summary>
    /// A third, and two thirds after a query whose top rows were abnormal nearly throughout: (abnormal + 1) / (answered + 2) above 0.8.
    /// </summary>
    Adaptive = 0,

    /// <summary>A third, always.</summary>
    Third = 1,

    /// <summary>All: where anomalies are to be found, and not a detector to be taught.</summary>
    All = 2,
}
