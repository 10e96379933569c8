namespace ActiveAnomaly.Cluster.Membership;

/// <summary>
/// A clock that goes on by what has passed, and never jumps: where somebody sets the machine's clock, it follows so slowly that nobody is
/// taken for dead over it. Orleans waits for its next probe, and next sign of life, until its clock says so: where that is set back by an
/// hour, for an hour and longer, and silos that die meanwhile are not noticed. Where it is set ahead, whoever joins has taken too long.
/// Thread safe.
/// </summary>
/// <param name="clock">The machine's clock.</param>
internal sealed class SteadyClock(TimeProvider clock) : TimeProvider
{
    /// <summary>
    /// It follows by a thousandth of what passes: more than any quartz is off, by which what has passed is measured, and two minutes in a
    /// day and a half, the time that joining may take.
    /// </summary>
    private const int PassedPerCorrection = 1000;

    private readonly Lock _gate = new();
    private DateTimeOffset _last = clock.GetUtcNow();
    private long _lastTimestamp = clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var timestamp = clock.GetTimestamp();
            var passed = clock.GetElapsedTime(_lastTimestamp, timestamp);
            var now = _last + passed;
            var most = passed.Ticks / PassedPerCorrection;
            now += TimeSpan.FromTicks(Math.Clamp((clock.GetUtcNow() - now).Ticks, -most, most));
            (_last, _lastTimestamp) = (now, timestamp);
            return now;
        }
    }
}
