namespace ActiveAnomaly;

/// <summary>What code allocates on the thread that runs it.</summary>
internal static class Allocations
{
    private const int RoundCount = 3;

    /// <summary>
    /// Gives the fewest bytes that a call took in a few rounds: what the code allocates is there in each, what the runtime allocates on
    /// its own account (696 bytes, once in some thousand tests that run in parallel) is not.
    /// </summary>
    public static long Fewest(Action call)
    {
        call();
        return Enumerable.Range(0, RoundCount).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
