namespace ActiveAnomaly.Data;

/// <summary>Data that no detector can be trained on or score: the message names the row and the column at fault.</summary>
public sealed class FeatureDataException : Exception
{
    /// <summary>Creates the exception without a place.</summary>
    public FeatureDataException()
    {
    }

    /// <summary>Creates the exception for data as a whole.</summary>
    /// <param name="message">What was found, what is allowed, and what to do.</param>
    public FeatureDataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception for data as a whole, with its cause.</summary>
    /// <param name="message">What was found, what is allowed, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public FeatureDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for one value.</summary>
    /// <param name="message">What was found, what is allowed, and what to do.</param>
    /// <param name="rowIndex">The row, counted from 0.</param>
    /// <param name="columnIndex">The feature, counted from 0, or null when the row as a whole is meant.</param>
    public FeatureDataException(string message, long rowIndex, int? columnIndex)
        : base(message)
    {
        RowIndex = rowIndex;
        ColumnIndex = columnIndex;
    }

    /// <summary>Gets the row at fault, counted from 0, or null when the data as a whole is meant.</summary>
    public long? RowIndex { get; }

    /// <summary>Gets the feature at fault, counted from 0, or null when a row or the data as a whole is meant.</summary>
    public int? ColumnIndex { get; }
}
