namespace ActiveAnomaly.Tool;

/// <summary>What a user gave (a file, a data set's name, its values) cannot be used; the message says why, and what can be.</summary>
internal sealed class InputException(string message) : Exception(message);
