using ActiveAnomaly.Detectors;

namespace ActiveAnomaly;

[TestClass]
public sealed class AssemblyReferenceTests
{
    [TestMethod]
    public void Core_References_AreTheBaseClassLibraryOnly()
    {
        var foreign = typeof(Detector).Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("System" or "netstandard" or "mscorlib"));
        Assert.IsEmpty(foreign);
    }
}
