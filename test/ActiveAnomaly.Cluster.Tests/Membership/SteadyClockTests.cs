namespace ActiveAnomaly.Cluster.Membership;

[TestClass]
public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow(-3600, 6993)]
    [DataRow(600, 7007)]
    public void GetUtcNow_ClockIsSetMeanwhile_FollowsByAThousandthOfWhatPassed(int seconds, int expectedMilliseconds)
    {
        var machine = new MachineClock { UtcNow = Noon };
        var clock = new SteadyClock(machine);

        machine.UtcNow = Noon.AddSeconds(seconds);
        machine.Pass(TimeSpan.FromSeconds(7));

        Assert.AreEqual(Noon.AddMilliseconds(expectedMilliseconds), clock.GetUtcNow());
    }

    /// <summary>What measures the time that has passed is a quartz that nobody corrects on some systems.</summary>
    [TestMethod]
    [DataRow(50)]
    [DataRow(-50)]
    public void GetUtcNow_QuartzThatIsOff_StaysWithTheMachinesClock(int partsPerMillion)
    {
        var machine = new MachineClock { UtcNow = Noon };
        var clock = new SteadyClock(machine);

        for (var hour = 0; hour < 24 * 30; hour++)
        {
            machine.Pass(TimeSpan.FromHours(1));
            machine.UtcNow += TimeSpan.FromHours(1) * partsPerMillion / 1e6;
            clock.GetUtcNow();
        }

        Assert.AreEqual(machine.UtcNow, clock.GetUtcNow());
    }

    private sealed class MachineClock : TimeProvider
    {
        private TimeSpan _passed;

        public required DateTimeOffset UtcNow { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            _passed += time;
            UtcNow += time;
        }

        public override DateTimeOffset GetUtcNow() => UtcNow;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
