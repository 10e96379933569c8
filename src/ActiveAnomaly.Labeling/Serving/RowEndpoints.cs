using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Labeling.Serving.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>The rows: one, the table, those that are alike, and where they lie in the plane.</summary>
internal sealed class RowEndpoints(ServedSession served, ContractConversions conversions, RowReader rows)
{
    private const int MostSimilar = 1000;
    private const int UsualSimilar = 20;
    private const int MostReviewed = 1000;
    private const int UsualReviewed = 50;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/rows/{row}", GetRowAsync)
            .WithName("getRow").WithSummary("All there is of a row.");
        routes.MapGet("/api/rows/{row}/explanation", GetExplanationAsync)
            .WithName("getExplanation").WithSummary("Why the model gives a row its score: what each column adds to it.");
        routes.MapGet("/api/rows", GetRowsAsync)
            .WithName("getRows").WithSummary("A page of the table: searched, filtered and sorted.");
        routes.MapGet("/api/rows/{row}/similar", GetSimilarAsync)
            .WithName("getSimilarRows").WithSummary("Rows like this one, nearest first.");
        routes.MapGet("/api/review", GetReviewAsync)
            .WithName("getReview").WithSummary("The rows of the highest scores that nobody decided, similar ones together.");
        routes.MapGet("/api/disagreements", GetDisagreementsAsync)
            .WithName("getDisagreements").WithSummary("The rows of which annotators say different things.");
        routes.MapGet("/api/map", GetMapAsync)
            .WithName("getMap").WithSummary("At most 3,000 rows in the plane, evenly spread over the pool.");
        routes.MapPost("/api/map/places", GetPlacesAsync)
            .WithName("getPlaces").WithSummary("Where other rows are in that plane.");
    }

    private Task<RowResponse> GetRowAsync(string row, string? annotator, CancellationToken aborted)
    {
        var wanted = RequestValues.Row(row, served.Pool.RowCount);
        if (annotator is not null)
        {
            // A row looks the same to everybody; who asks is checked all the same.
            RequestValues.Annotator(annotator);
        }

        return rows.ReadAsync(wanted, aborted);
    }

    private Task<ExplanationResponse> GetExplanationAsync(string row, string? annotator, CancellationToken aborted)
    {
        var wanted = RequestValues.Row(row, served.Pool.RowCount);
        if (annotator is not null)
        {
            RequestValues.Annotator(annotator);
        }

        return served.ReadAsync(
            () => served.Session.State.Model is null
                ? ContractConversions.NoExplanation(wanted)
                : conversions.ToExplanation(served.Session.Explain(wanted, aborted)),
            aborted);
    }

    private Task<RowListResponse> GetRowsAsync(
        string? search, string? filter, string? sort, string? descending, string? offset, string? count, CancellationToken aborted)
    {
        var query = RequestValues.Query(search, filter, sort, descending, offset, count, served.Pool.Columns);
        return served.ReadAsync(
            () =>
            {
                var marks = served.Marks;
                return conversions.ToRowList(served.Table.Find(query, marks, aborted), marks);
            },
            aborted);
    }

    private Task<SimilarRowsResponse> GetSimilarAsync(string row, string? count, CancellationToken aborted)
    {
        var wanted = RequestValues.Row(row, served.Pool.RowCount);
        var number = RequestValues.Count("count", count, UsualSimilar, 1, MostSimilar);
        return served.ReadAsync(
            () => conversions.ToSimilarRows(served.Similar.Nearest(wanted, number, cancellationToken: aborted), served.Marks), aborted);
    }

    private Task<ReviewResponse> GetReviewAsync(string? count, CancellationToken aborted)
    {
        var number = RequestValues.Count("count", count, UsualReviewed, 1, MostReviewed);
        return served.ReadAsync(
            () =>
            {
                var marks = served.Marks;
                return conversions.ToReview(marks.Model is null ? [] : served.Review.Of(marks, number), marks);
            },
            aborted);
    }

    private Task<DisagreementsResponse> GetDisagreementsAsync(CancellationToken aborted) => served.ReadAsync(
        () => conversions.ToDisagreements(served.Session.Records.Where(record => record.IsDisagreed)), aborted);

    private async Task<MapResponse> GetMapAsync(CancellationToken aborted)
    {
        var map = served.Map;
        var ready = map.IsCompleted ? await map.ConfigureAwait(false) : null;
        return await served.ReadAsync(() => ContractConversions.ToMap(ready, served.Marks), aborted).ConfigureAwait(false);
    }

    private async Task<PlacesResponse> GetPlacesAsync(JsonBody<PlacesRequest> body, CancellationToken aborted)
    {
        RequestValues.Rows(body.Value.Rows);
        foreach (var row in body.Value.Rows)
        {
            RequestValues.Row(row, served.Pool.RowCount);
        }

        var map = await served.Map.WaitAsync(aborted).ConfigureAwait(false);
        return await served.ReadAsync(() => ContractConversions.ToPlaces(body.Value.Rows, map), aborted).ConfigureAwait(false);
    }
}
