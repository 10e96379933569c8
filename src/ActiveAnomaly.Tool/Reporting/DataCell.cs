namespace ActiveAnomaly.Tool.Reporting;

/// <summary>One cell of a <see cref="DataTable"/>.</summary>
internal readonly record struct DataCell(string Text, bool IsBest = false);
