using System.Net;
using System.Text;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>Collects markup. What it writes is well-formed XML as well as HTML, so that a test can parse it.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder builder = new();
    private int idCount;

    /// <summary>Appends markup as it stands: never pass text that came from a user.</summary>
    public HtmlWriter Raw(string markup)
    {
        builder.Append(markup);
        return this;
    }

    /// <summary>Appends text with every character escaped that means something in HTML.</summary>
    public HtmlWriter Text(string text) => Raw(Escape(text));

    /// <summary>Appends one element that holds nothing but text.</summary>
    public HtmlWriter Element(string name, string text, string? cssClass = null)
    {
        Raw(cssClass is null ? $"<{name}>" : $"<{name} class=\"{cssClass}\">");
        return Text(text).Raw($"</{name}>\n");
    }

    /// <summary>Returns an id that no other element of this document has.</summary>
    public string NextId() => "i" + NumberText.Count(++idCount);

    /// <summary>Escapes text for element content and for quoted attributes.</summary>
    public static string Escape(string text)
    {
        var clean = text;
        // Control characters are not allowed in a document in any form, escaped or not.
        if (text.Any(char.IsControl))
            clean = string.Concat(text.Select(symbol => char.IsControl(symbol) ? ' ' : symbol));
        return WebUtility.HtmlEncode(clean);
    }

    public override string ToString() => builder.ToString();
}
