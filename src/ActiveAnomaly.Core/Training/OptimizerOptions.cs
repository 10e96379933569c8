namespace ActiveAnomaly.Training;

/// <summary>How an update group moves its parts. An engine refuses a kind that it does not know, by name.</summary>
public abstract record OptimizerOptions;
