using Microsoft.AspNetCore.Routing;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class ApiDescriptionTests
{
    /// <summary>The contract's endpoints, as it lists them.</summary>
    private static readonly string[] Contract =
    [
        "get /api/session", "get /api/state", "get /api/events", "post /api/question", "post /api/answers", "post /api/withdrawals",
        "post /api/notes", "post /api/bulk-answers", "post /api/bulk-withdrawals", "get /api/rows/{row}", "get /api/rows",
        "get /api/rows/{row}/similar", "get /api/rows/{row}/explanation", "get /api/rows/{row}/lookahead",
        "get /api/review", "get /api/disagreements", "get /api/map", "post /api/map/places", "get /api/exports/{name}",
        "post /api/imports/labels",
    ];

    [TestMethod]
    public async Task Describe_OfTheServer_ListsEveryEndpointAndNoOther()
    {
        await using var served = await ServedPool.StartAsync();
        var described = (await served.GetAsync("/openapi/v1.json"))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}"))
            .Order(StringComparer.Ordinal).ToArray();
        Assert.AreSequenceEqual(Contract.Order(StringComparer.Ordinal), described);
        var routes = ((IEndpointRouteBuilder)served.Server.Application).DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText}"))
            .Order(StringComparer.Ordinal).ToArray();
        Assert.AreSequenceEqual(routes, described);
    }

    [TestMethod]
    public async Task Describe_OfAnOperation_SaysWhatItTakesAndGives()
    {
        await using var served = await ServedPool.StartAsync();
        var document = await served.GetAsync("/openapi/v1.json");
        Assert.Contains("Authorization: Bearer", (string)document["info"]!["description"]!);
        var answer = document["paths"]!["/api/answers"]!["post"]!;
        Assert.IsNotEmpty((string)answer["summary"]!);
        Assert.EndsWith("/AnswerRequest", (string)answer["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!);
        Assert.EndsWith(
            "/AnswerReceiptResponse", (string)answer["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!);
        var schema = document["components"]!["schemas"]!["AnswerRequest"]!;
        Assert.AreSequenceEqual(
            ["annotator", "row", "answer", "wantsNextRow"], schema["properties"]!.AsObject().Select(property => property.Key));
        Assert.AreSequenceEqual(["annotator", "row", "answer"], schema["required"]!.AsArray().Select(name => (string)name!));
        Assert.Contains(
            "answerSequence",
            document["components"]!["schemas"]!["WithdrawalRequest"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Contains("answerSequence", (string)document["paths"]!["/api/withdrawals"]!["post"]!["summary"]!);
        var parameters = document["paths"]!["/api/rows"]!["get"]!["parameters"]!.AsArray();
        Assert.AreSequenceEqual(
            ["search string", "filter string", "sort string", "descending boolean", "offset integer", "count integer"],
            parameters.Select(parameter => $"{parameter!["name"]} {parameter["schema"]!["type"]}"));
        Assert.AreSequenceEqual(
            ["all", "unlabeled", "normal", "abnormal", "skipped", "flagged", "disagreed", "noted"],
            parameters[1]!["schema"]!["enum"]!.AsArray().Select(name => (string)name!));
        Assert.IsTrue((bool)document["paths"]!["/api/rows/{row}"]!["get"]!["parameters"]![0]!["required"]!);
    }
}
