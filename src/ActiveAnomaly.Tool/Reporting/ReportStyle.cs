using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The style sheet of a report.</summary>
internal static class ReportStyle
{
    private const string Css = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#d5dae0;--tint:#f4f6f8;
        --link:#005a9c;--abnormal:#d55e00;--warn:#fff4d6;--shade:#0003}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e6e8eb;--soft:#a8b1bb;--rule:#3a424b;
        --tint:#1d2227;--link:#7fc1ff;--abnormal:#ff8a3d;--warn:#3a3010;--shade:#000a}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);
        font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;
        overflow-wrap:anywhere}
        header,main,footer{max-width:1200px;margin:0 auto;padding:0 16px}
        h1{font-size:1.8rem;line-height:1.2;margin:1.6rem 0 .8rem}
        h2{font-size:1.4rem;line-height:1.25;margin:3rem 0 .6rem;padding-top:.8rem;border-top:2px solid var(--ink)}
        h3{font-size:1.1rem;margin:2.2rem 0 .5rem}
        p{max-width:72ch;margin:.4rem 0 .8rem}
        a{color:var(--link)}
        nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:1rem 0;list-style:none}
        nav a{display:inline-block;padding:.3rem 0}
        dl.settings{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,220px),1fr));gap:.5rem 1.2rem;margin:1rem 0;
        padding:.9rem 1rem;background:var(--tint);border-radius:6px}
        dl.settings dt{font-size:.82rem;color:var(--soft)}
        dl.settings dd{margin:0}
        dl.settings .wide{grid-column:1/-1}
        .warning{max-width:none;padding:.6rem .9rem;background:var(--warn);border-left:4px solid var(--abnormal)}
        figure{margin:0}
        figcaption{max-width:80ch;font-size:.88rem;color:var(--soft);margin:.3rem 0 .7rem}
        .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;padding:0;margin:.2rem 0 .7rem;font-size:.92rem}
        .legend li{display:flex;align-items:center;gap:.45rem}
        .legend svg{flex:none}
        .panels{display:grid;gap:1rem 1.4rem;align-items:start}
        .two{grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr))}
        .many{grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
        .panel{min-width:0}
        .panel-title{font-weight:600;font-size:.95rem;margin:.2rem 0}
        .badge{font-weight:600;font-size:.75rem;white-space:nowrap;border:1px solid currentColor;border-radius:99px;padding:.05rem .5rem;
        margin-left:.3rem;color:var(--soft)}
        .unasked .chart{background:var(--tint);border-radius:6px}
        .empty{color:var(--soft)}
        .chart{display:block;width:100%;height:auto;font-family:inherit}
        .chart text{fill:var(--ink)}
        .chart .tick,.chart .al{font-size:11.5px;fill:var(--soft)}
        details{margin:.4rem 0;border:1px solid var(--rule);border-radius:6px}
        summary{cursor:pointer;padding:.45rem .8rem;font-size:.92rem}
        summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        .inside{padding:.2rem .8rem .8rem}
        .scroll{overflow-x:auto;margin:0 0 1.2rem;overflow-wrap:normal;
        background:linear-gradient(90deg,var(--paper) 40%,transparent) 0 0/40px 100% no-repeat local,
        linear-gradient(270deg,var(--paper) 40%,transparent) 100% 0/40px 100% no-repeat local,linear-gradient(90deg,var(--shade),
        transparent) 0 0/12px 100% no-repeat,linear-gradient(270deg,var(--shade),transparent) 100% 0/12px 100% no-repeat}
        table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
        .caption{font-size:.88rem;color:var(--soft);margin:.8rem 0 .2rem;max-width:none}
        th,td{padding:.28rem .5rem;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
        thead th{vertical-align:bottom;border-bottom:2px solid var(--soft);white-space:normal;min-width:4.4rem}
        th[scope=row],th.name{text-align:left}
        tbody th{font-weight:500}
        footer{margin-top:3rem;padding-bottom:2rem;font-size:.85rem;color:var(--soft)}
        @media screen and (max-width:520px){.two .chart text{font-size:15px}}
        @page{margin:14mm 12mm}
        @media print{
        body{font-size:10pt}
        header,main,footer{max-width:none;padding:0}
        nav{display:none}
        h2{break-before:page;margin-top:0}
        #summary h2{break-before:auto;margin-top:1rem}
        h2,h3,.legend,.panel-title,.caption,summary{break-after:avoid}
        .panel,figcaption,tr,dl.settings{break-inside:avoid}
        figcaption{break-before:avoid}
        .two{grid-template-columns:1fr 1fr}
        .many{grid-template-columns:1fr 1fr 1fr}
        .chart .tick,.chart .al{font-size:13px}
        details{border:0}
        details::details-content{content-visibility:visible;block-size:auto}
        summary{padding:0;font-weight:600;list-style:none}
        .inside{padding:0}
        .scroll{overflow:visible}
        table{font-size:8pt}
        th,td{padding:1pt 4pt}
        thead{display:table-header-group}
        thead th{min-width:0}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }

        """;

    /// <summary>Writes the style element.</summary>
    public static void Write(HtmlWriter html) => html.Raw("<style>\n").Raw(ChartColor.Css()).Raw(Css).Raw("</style>\n");
}
