using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// The files of the page, which lie in this assembly. Each has an address of its own: no path is ever made of what is asked for. Immutable.
/// </summary>
internal sealed class PageAssets
{
    /// <summary>What the names of the resources begin with.</summary>
    public const string Prefix = "page/";

    private const string FirstPage = "index.html";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".ico"] = "image/x-icon",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
        [".woff2"] = "font/woff2",
    };

    private readonly Dictionary<string, PageAsset> _assets = new(StringComparer.Ordinal);

    private PageAssets()
    {
    }

    /// <summary>Gets the names, as they stand in addresses.</summary>
    public IReadOnlyCollection<string> Names => _assets.Keys;

    /// <summary>Reads the files of an assembly.</summary>
    public static PageAssets Of(Assembly assembly)
    {
        var assets = new PageAssets();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            // A build on Windows writes its own separator of folders.
            var name = resource.Replace('\\', '/');
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var tag = Convert.ToHexStringLower(SHA256.HashData(content))[..32];
            assets._assets.Add(name[Prefix.Length..], new PageAsset(content, ContentTypeOf(name), $"\"{tag}\""));
        }

        return assets;
    }

    /// <summary>Gives each file an address of its own, and the first page that of the server; there are no others.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (name, asset) in _assets)
        {
            string[] addresses = name == FirstPage ? ["/", "/" + name] : ["/" + name];
            foreach (var address in addresses)
            {
                routes.MapMethods(address, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => ServeAsync(context, asset))
                    .ExcludeFromDescription();
            }
        }
    }

    /// <summary>Gives a file, or 304 where the browser has it as it is.</summary>
    private static Task ServeAsync(HttpContext context, PageAsset asset)
    {
        // Kept, and asked about each time: a newer program has newer files under the same names.
        var response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = asset.Tag;
        if (IsKnown(context.Request, asset.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(asset.Content, context.RequestAborted).AsTask();
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(value => value.Tag == tag || value.Equals(EntityTagHeaderValue.Any));

    private static string ContentTypeOf(string name) => ContentTypes.TryGetValue(Path.GetExtension(name), out var type)
        ? type
        : throw new NotSupportedException($"The page's file '{name}' has no content type; add one for '{Path.GetExtension(name)}' here.");
}
