using System.Text;

namespace ActiveAnomaly.Torch;

/// <summary>Messages as runtimes and loaders gave them.</summary>
[TestClass]
public sealed class LoaderFailureTests
{
    private const string TooOld =
        "Unable to load shared library '/app/libLibTorchSharp.so' or one of its dependencies. In order to help diagnose loading problems, "
        + "consider using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: \n"
        + "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)\n";

    private const string MissingDependency =
        "Unable to load shared library '/app/libtorch_cpu.so' or one of its dependencies.\n"
        + "/app/libtorch_cpu.so: libgomp.so.1: cannot open shared object file: No such file or directory\n";

    [TestMethod]
    public void Explain_SystemLibraryTooOld_GivesTheLoadersWordsAndBothVersions()
    {
        var library = Encoding.Latin1.GetBytes("\0GLIBCXX_3.4\0GLIBCXX_3.4.9\0GLIBCXX_3.4.30\0GLIBCXX_3.4.29\0CXXABI_1.3.13\0");
        Assert.AreEqual(
            "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so). "
            + "GLIBCXX_3.4.32 is needed, found 3.4.30: Debian 12 and Ubuntu 22.04 are too old, Debian 13 or Ubuntu 24.04 will do.",
            LoaderFailure.Explain(TooOld, path => path == "/lib/x86_64-linux-gnu/libstdc++.so.6" ? library : null));
    }

    [TestMethod]
    public void Explain_LibraryThatCannotBeRead_SaysWhatIsNeeded() =>
        Assert.Contains("GLIBCXX_3.4.32 is needed: Debian 12", LoaderFailure.Explain(TooOld, _ => null));

    [TestMethod]
    public void Explain_OtherLibraryTooOld_NamesItsVersion()
    {
        var library = Encoding.Latin1.GetBytes("GLIBC_2.2.5\0GLIBC_2.36\0GLIBC_2.9\0GLIBC_PRIVATE\0");
        Assert.EndsWith(
            "GLIBC_2.38 is needed, found 2.36: Debian 12 and Ubuntu 22.04 are too old, Debian 13 or Ubuntu 24.04 will do.",
            LoaderFailure.Explain(
                "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /app/libtorch_cpu.so)",
                _ => library));
    }

    [TestMethod]
    public void Explain_MissingDependency_GivesTheLoadersWords() => Assert.AreEqual(
        "/app/libtorch_cpu.so: libgomp.so.1: cannot open shared object file: No such file or directory.",
        LoaderFailure.Explain(MissingDependency, _ => null));

    [TestMethod]
    public void IsTooOld_SystemLibraryTooOld_IsTrue() => Assert.IsTrue(LoaderFailure.IsTooOld(TooOld));

    [TestMethod]
    public void IsTooOld_MissingDependency_IsFalse() => Assert.IsFalse(LoaderFailure.IsTooOld(MissingDependency));

    [TestMethod]
    public void Explain_WindowsMessage_IsThatMessage() => Assert.AreEqual(
        "Unable to load DLL 'torch_cpu.dll': The specified module could not be found. (0x8007007E).",
        LoaderFailure.Explain("Unable to load DLL 'torch_cpu.dll': The specified module could not be found. (0x8007007E)", _ => null));
}
