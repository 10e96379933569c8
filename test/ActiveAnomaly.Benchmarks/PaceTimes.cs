namespace ActiveAnomaly.Benchmarks;

/// <summary>The times of answers given one after the other, in milliseconds.</summary>
/// <param name="Receipts">From giving an answer to the next question.</param>
/// <param name="Models">From giving it to a model that knows of it; only of answers after which nobody else was answered before.</param>
/// <param name="States">Of looking where the session stands after each.</param>
/// <param name="Waits">Of whoever looked at something small all the while.</param>
/// <param name="ProcessorMilliseconds">The mean time of all processors an answer, of everything that was done.</param>
internal sealed record PaceTimes(
    List<double> Receipts, List<double> Models, List<double> States, List<double> Waits, double ProcessorMilliseconds);
