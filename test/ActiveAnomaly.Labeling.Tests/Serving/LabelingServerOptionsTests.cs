using System.Net;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class LabelingServerOptionsTests
{
    private const string LongToken = "0123456789abcdef";

    [TestMethod]
    public void Validate_Defaults_ListenOnLoopbackOnly()
    {
        var options = new LabelingServerOptions();
        options.Validate();
        Assert.AreEqual(IPAddress.Loopback, options.Listen);
    }

    [TestMethod]
    [DataRow(null, null, "a token of your own (options.Token) and the names that it may be called by (options.AllowedHosts)")]
    [DataRow(null, "labels.example", "needs a token of your own (options.Token). ")]
    [DataRow(LongToken, null, "needs the names that it may be called by (options.AllowedHosts). ")]
    public void Validate_OtherAddressWithoutTokenOrNames_SaysWhatIsMissing(string? token, string? name, string expected)
    {
        var options = new LabelingServerOptions
        {
            Listen = IPAddress.Any,
            Token = token,
            AllowedHosts = name is null ? [] : [name],
        };
        var exception = Assert.ThrowsExactly<ArgumentException>(options.Validate);
        Assert.Contains(expected, exception.Message);
        Assert.Contains("0.0.0.0", exception.Message);
        Assert.AreEqual("options.Listen", exception.ParamName);
    }

    [TestMethod]
    public void Validate_OtherAddressWithTokenAndNames_Passes() =>
        new LabelingServerOptions { Listen = IPAddress.Any, Token = LongToken, AllowedHosts = ["labels.example"] }.Validate();

    [TestMethod]
    [DataRow("0123456789abcde", "15 characters; 16 to 500")]
    [DataRow("", "0 characters")]
    [DataRow("0123456789abcdef ", "holds ' '")]
    [DataRow("0123456789abcdef&", "holds '&'")]
    [DataRow("0123456789abcdeé", "holds 'é'")]
    public void Validate_TokenThatWillNotDo_Throws(string token, string expected) => Assert.Contains(
        expected, Assert.ThrowsExactly<ArgumentException>(new LabelingServerOptions { Token = token }.Validate).Message);

    [TestMethod]
    [DataRow(15, "127.0.0.1", "Give a longer one, or none to have one drawn.")]
    [DataRow(15, "0.0.0.0", "Give a longer one.")]
    [DataRow(501, "127.0.0.1", "Give a shorter one, or none to have one drawn.")]
    [DataRow(501, "0.0.0.0", "Give a shorter one.")]
    public void Validate_TokenOfAnotherLength_SaysWhatIsPossible(int length, string listen, string expected)
    {
        var options = new LabelingServerOptions
        {
            Token = new string('x', length), Listen = IPAddress.Parse(listen), AllowedHosts = ["labels.example"],
        };
        Assert.Contains($"are allowed. {expected} (", Assert.ThrowsExactly<ArgumentException>(options.Validate).Message);
    }

    [TestMethod]
    [DataRow("http://labels.example")]
    [DataRow("labels.example:80")]
    [DataRow("*")]
    [DataRow("")]
    public void Validate_NameThatIsNone_Throws(string name) => Assert.Contains(
        $"'{name}' is no name of a host",
        Assert.ThrowsExactly<ArgumentException>(new LabelingServerOptions { AllowedHosts = [name] }.Validate).Message);

    [TestMethod]
    [DataRow(-1)]
    [DataRow(65536)]
    public void Validate_PortOutOfRange_Throws(int port) => Assert.AreEqual(
        "options.Port", Assert.ThrowsExactly<ArgumentOutOfRangeException>(new LabelingServerOptions { Port = port }.Validate).ParamName);

    [TestMethod]
    public void Validate_LimitTooSmall_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(new LabelingServerOptions { BodyLimit = 1023 }.Validate);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(new LabelingServerOptions { ImportLimit = 1023 }.Validate);
        new LabelingServerOptions { BodyLimit = 1024, ImportLimit = 1024 }.Validate();
    }
}
