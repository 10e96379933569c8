namespace ActiveAnomaly.Tool.Scoring;

/// <summary>What a <see cref="ReasonSource"/> is made of, beside the model.</summary>
/// <param name="BackgroundName">The name of the table that rows are compared with.</param>
/// <param name="OrdinaryRows">The features of its rows that stand for what is ordinary.</param>
/// <param name="ReasonCount">The most columns that are named for a row.</param>
internal sealed record ReasonSettings(string BackgroundName, float[][] OrdinaryRows, int ReasonCount);
