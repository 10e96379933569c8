namespace ActiveAnomaly.Packages;

/// <summary>What the pages of docs/ show of code is code.</summary>
[TestClass]
public sealed class DocumentCodeTests
{
    [TestMethod]
    public void Pages_WithCode_CompileWithThePackages()
    {
        var files = DocumentCode.Pages.ToDictionary(path => $"{Path.GetFileNameWithoutExtension(path)}.cs", DocumentCode.Of);
        Assert.IsGreaterThan(5, files.Count);
        var userCode = Places.PathOf("test", "ActiveAnomaly.Core.Tests", "UserCode", "CentroidDetector.cs");
        files["CentroidDetector.cs"] = File.ReadAllText(userCode);

        var build = Programs.All.Compile("Documents", files, DocumentCode.Packages);

        Assert.AreEqual(0, build.ExitCode, build.Output);
    }
}
