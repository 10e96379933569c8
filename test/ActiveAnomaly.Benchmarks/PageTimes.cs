namespace ActiveAnomaly.Benchmarks;

/// <summary>The times of the page's requests, in milliseconds.</summary>
/// <param name="Rows">From sending an answer to having what is shown of the next row.</param>
/// <param name="Answers">Of the requests that send answers.</param>
/// <param name="Ahead">Of those that fetch rows ahead.</param>
/// <param name="States">Of those that ask where the session stands.</param>
/// <param name="ProcessorMilliseconds">The mean time of all processors an answer, client, server and retraining together.</param>
internal sealed record PageTimes(
    List<double> Rows, List<double> Answers, List<double> Ahead, List<double> States, double ProcessorMilliseconds);
