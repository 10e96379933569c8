using System.Reflection;
using System.Text.Json;
using ActiveAnomaly.Labeling.Serving.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// The body of a request, read strictly: a field that is unknown, given twice, missing or of another kind is refused in a sentence, where
/// the serializer would name types of .NET.
/// </summary>
/// <typeparam name="T">A record of the contract.</typeparam>
/// <param name="Value">What was read.</param>
internal sealed record JsonBody<T>(T Value) : IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private const string MediaType = "application/json";

    private static readonly RequestField[] Fields =
        [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
            .Select(property => new RequestField(property))];

    private static readonly string Known = string.Join(
        ", ", Fields.Select(field => $"{field.Name} ({field.Kind}{(field.IsRequired ? string.Empty : ", may be left out")})"));

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            var found = context.Request.ContentType is { } type ? $"'{type}'" : "missing";
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType, $"The header Content-Type is {found}; it must be {MediaType}.");
        }

        BodyLimit.Require(context, context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize);
        using var document = await ParseAsync(context).ConfigureAwait(false);
        Check(document.RootElement);
        return new JsonBody<T>(document.RootElement.Deserialize<T>(ContractJson.Options)!);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MediaType], typeof(T)));

    private static async Task<JsonDocument> ParseAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw Bad(
                $"The body is no JSON, at line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}. It must "
                + $"be an object with {Known}.",
                exception);
        }
    }

    private static void Check(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Bad($"The body is JSON, but no object; it must be an object with {Known}.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            var field = Array.Find(Fields, field => property.NameEquals(field.Name))
                ?? throw Bad($"The body has a field that is not known here; the fields are {Known}.");
            if (!seen.Add(field.Name))
            {
                throw Bad($"The field '{field.Name}' is given twice.");
            }

            if (field.Refuse(property.Value) is { } why)
            {
                throw Bad(why);
            }
        }

        if (Array.Find(Fields, field => field.IsRequired && !seen.Contains(field.Name)) is { } missing)
        {
            throw Bad($"The field '{missing.Name}' is missing; it must be {missing.Kind}.");
        }
    }

    private static ProblemException Bad(string detail, Exception? cause = null) => new(StatusCodes.Status400BadRequest, detail, cause);
}
