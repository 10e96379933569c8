namespace ActiveAnomaly.Kernels;

/// <summary>Says what a test needs of the machine that it runs on.</summary>
internal static class Require
{
    public static KernelSet Kernels(VectorPath path)
    {
        if (!VectorPaths.IsSupported(path))
        {
            Assert.Inconclusive($"This processor lacks {path}.");
        }

        return KernelSet.For(path);
    }
}
