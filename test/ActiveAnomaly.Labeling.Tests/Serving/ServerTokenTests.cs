using System.Buffers.Text;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class ServerTokenTests
{
    [TestMethod]
    public void Token_Drawn_Has256BitsAndIsNeverTheSame()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => new ServerToken(null).Text).ToHashSet();
        Assert.HasCount(100, tokens);
        Assert.IsTrue(tokens.All(token => Base64Url.DecodeFromChars(token).Length == 32));
    }

    [TestMethod]
    public void Is_AnythingButTheToken_IsFalse()
    {
        var token = new ServerToken("0123456789abcdef");
        Assert.IsTrue(token.Is("0123456789abcdef"));
        foreach (var other in new[] { null, "", "0123456789abcde", "0123456789abcdeF", "0123456789abcdef0" })
        {
            Assert.IsFalse(token.Is(other), other);
        }
    }
}
