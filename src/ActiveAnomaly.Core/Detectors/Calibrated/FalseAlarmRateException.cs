namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// There are too few rows for a threshold that keeps a rate of false alarms with the confidence asked for. The message says how many would
/// do, and what rate the rows support.
/// </summary>
/// <param name="message">What was asked for, what there is, and what to do.</param>
public sealed class FalseAlarmRateException(string message) : InvalidOperationException(message);
