namespace ActiveAnomaly.Tool.Reporting;

/// <summary>A details element: closed on the screen, open in print.</summary>
internal static class Disclosure
{
    public static void Write(HtmlWriter html, string summary, Action writeContent)
    {
        html.Raw("<details>").Element("summary", summary);
        html.Raw("<div class=\"inside\">\n");
        writeContent();
        html.Raw("</div></details>\n");
    }
}
