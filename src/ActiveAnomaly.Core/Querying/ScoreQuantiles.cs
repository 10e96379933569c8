using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Querying;

/// <summary>The quantiles of scores, the last one remembered. Thread safe.</summary>
/// <param name="scores">The scores; they do not change.</param>
internal sealed class ScoreQuantiles(ReadOnlyMemory<float> scores)
{
    private Known? _last;

    /// <summary>Gets a quantile (<see cref="Quantile.Of"/>).</summary>
    public double At(double q)
    {
        var last = Volatile.Read(ref _last);
        if (last?.Q != q)
        {
            last = new Known(q, Quantile.Of(scores.Span, q));
            Volatile.Write(ref _last, last);
        }

        return last.Value;
    }

    private sealed record Known(double Q, double Value);
}
