using System.Globalization;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>One run of one method.</summary>
/// <param name="Dataset">The data set's name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Setting">What the experiment varies; empty for nothing.</param>
/// <param name="Value">The value that it has here; empty for nothing.</param>
/// <param name="Run">The run, from 1.</param>
internal sealed record WeakLabelCell(string Dataset, string Method, string Setting, string Value, int Run)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dataset} {Method}{(Setting.Length == 0 ? string.Empty : $" {Setting} {Value}".TrimEnd())} run {Run}");
}
