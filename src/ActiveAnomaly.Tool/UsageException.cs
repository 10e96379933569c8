namespace ActiveAnomaly.Tool;

/// <summary>The command line is wrong in a way that its parser cannot see; the message says what is allowed.</summary>
internal sealed class UsageException(string message) : Exception(message);
