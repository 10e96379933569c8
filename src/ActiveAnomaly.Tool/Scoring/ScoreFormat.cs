namespace ActiveAnomaly.Tool.Scoring;

/// <summary>How a file of scores is written.</summary>
internal enum ScoreFormat
{
    /// <summary>Comma-separated lines.</summary>
    Csv = 0,

    /// <summary>Apache Parquet.</summary>
    Parquet = 1,
}
