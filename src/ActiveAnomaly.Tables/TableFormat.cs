namespace ActiveAnomaly.Tables;

/// <summary>What a table was read from.</summary>
public enum TableFormat
{
    /// <summary>Lines of text whose fields a character separates.</summary>
    DelimitedText,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>ML.NET's IDataView, a DataFrame for one.</summary>
    DataView,
}
