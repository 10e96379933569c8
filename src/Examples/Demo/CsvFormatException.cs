namespace ActiveAnomaly.Examples.Demo;

/// <summary>A file that the examples cannot read as a table of numbers with a label.</summary>
internal sealed class CsvFormatException(string message) : Exception(message);
