using ActiveAnomaly.Labeling.Serving.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Questions, answers and notes. A change that has not begun when its client goes away is not made; one that has is made to its end, and is
/// kept for good before its response is sent.
/// </summary>
internal sealed class AnswerEndpoints(ServedSession served, RowReader rows)
{
    private int RowCount => served.Pool.RowCount;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/question", AskAsync)
            .WithName("askQuestion").WithSummary("The row to look at, the same until it is answered; another puts it back for later.");
        routes.MapGet("/api/rows/{row}/lookahead", LookAheadAsync)
            .WithName("lookAhead").WithSummary("What comes after each answer for the row that the annotator has before him.");
        routes.MapPost("/api/answers", AnswerAsync)
            .WithName("answer").WithSummary("Says what a row is: normal, abnormal or skip. Sent again, it changes nothing.");
        routes.MapPost("/api/withdrawals", WithdrawAsync)
            .WithName("withdraw").WithSummary(
                "Takes an answer back; without a row, the annotator's last one. Where that is not answerSequence, nothing is (409).");
        routes.MapPost("/api/notes", NoteAsync)
            .WithName("note").WithSummary("Replaces the annotator's note of a row; empty, without tags, removes it.");
        routes.MapPost("/api/bulk-answers", AnswerAllAsync)
            .WithName("answerAll").WithSummary("Says of several rows what they are.");
        routes.MapPost("/api/bulk-withdrawals", WithdrawAllAsync)
            .WithName("withdrawAll").WithSummary("Takes the answers for several rows back; the last row comes again.");
    }

    private async Task<QuestionResponse> AskAsync(JsonBody<QuestionRequest> body, CancellationToken aborted)
    {
        var annotator = RequestValues.Annotator(body.Value.Annotator);
        return ContractConversions.ToQuestion(await NextAsync(annotator, body.Value.Another, aborted).ConfigureAwait(false));
    }

    private async Task<LookaheadResponse> LookAheadAsync(string row, string? annotator, CancellationToken aborted)
    {
        var wanted = RequestValues.Row(row, RowCount);
        var name = RequestValues.Annotator(annotator);
        var looking = await served.ReadAsync(() => served.Session.LookAheadAsync(name, wanted, aborted), aborted).ConfigureAwait(false);
        return ContractConversions.ToLookahead(await SessionProblems.ExplainAsync(looking).ConfigureAwait(false));
    }

    private async Task<AnswerReceiptResponse> AnswerAsync(JsonBody<AnswerRequest> body, CancellationToken aborted)
    {
        var annotator = RequestValues.Annotator(body.Value.Annotator);
        var row = RequestValues.Row(body.Value.Row, RowCount);
        var answer = RequestValues.AnswerOf(body.Value.Answer);
        var kept = await ChangeAsync(
            session => session.AnswerAsync(annotator, row, answer, aborted), aborted).ConfigureAwait(false);
        var receipt = await SessionProblems.ExplainAsync(kept, served.Pool).ConfigureAwait(false);
        return ContractConversions.ToReceipt(receipt, await NextRowAsync(receipt, body.Value.WantsNextRow).ConfigureAwait(false));
    }

    private async Task<AnswerReceiptResponse> WithdrawAsync(JsonBody<WithdrawalRequest> body, CancellationToken aborted)
    {
        var annotator = RequestValues.Annotator(body.Value.Annotator);
        int? row = body.Value.Row is { } given ? RequestValues.Row(given, RowCount) : null;
        var receipt = await ChangeAsync(
            session => session.Withdraw(annotator, row, body.Value.AnswerSequence), aborted).ConfigureAwait(false);
        return ContractConversions.ToReceipt(receipt, await NextRowAsync(receipt, body.Value.WantsNextRow).ConfigureAwait(false));
    }

    private async Task<NoteReceiptResponse> NoteAsync(JsonBody<NoteRequest> body, CancellationToken aborted)
    {
        var annotator = RequestValues.Annotator(body.Value.Annotator);
        var row = RequestValues.Row(body.Value.Row, RowCount);
        RequestValues.Note(body.Value.Text, body.Value.Tags);
        var sequence = await ChangeAsync(session => session.Note(annotator, row, body.Value.Text, body.Value.Tags), aborted)
            .ConfigureAwait(false);
        return new NoteReceiptResponse { Sequence = sequence };
    }

    private async Task<BulkReceiptResponse> AnswerAllAsync(JsonBody<BulkAnswerRequest> body, CancellationToken aborted)
    {
        var annotator = RequestValues.Annotator(body.Value.Annotator);
        RequestValues.Rows(body.Value.Rows);
        var answer = RequestValues.AnswerOf(body.Value.Answer);
        return await ChangeAllAsync(
            annotator, session => session.AnswerAll(annotator, body.Value.Rows, answer, body.Value.OnlyOpen), aborted)
            .ConfigureAwait(false);
    }

    private async Task<BulkReceiptResponse> WithdrawAllAsync(JsonBody<BulkWithdrawalRequest> body, CancellationToken aborted)
    {
        var annotator = RequestValues.Annotator(body.Value.Annotator);
        RequestValues.Rows(body.Value.Rows);
        return await ChangeAllAsync(annotator, session => session.WithdrawAll(annotator, body.Value.Rows), aborted)
            .ConfigureAwait(false);
    }

    /// <summary>Makes a change of several rows, and gives what it came to with the next question.</summary>
    private async Task<BulkReceiptResponse> ChangeAllAsync(
        string annotator, Func<LabelingSession, BulkReceipt> change, CancellationToken aborted)
    {
        var receipt = await SessionProblems.ExplainAsync(served.WriteLongAsync(change, aborted)).ConfigureAwait(false);
        return ContractConversions.ToReceipt(
            receipt, await NextAsync(annotator, another: false, CancellationToken.None).ConfigureAwait(false), served.Pool);
    }

    /// <summary>Reads the next row for a receipt: whoever wants it need not ask once more.</summary>
    private async Task<RowResponse?> NextRowAsync(AnswerReceipt receipt, bool isWanted) => isWanted && receipt.Next.Row is { } next
        ? await rows.ReadAsync(next, CancellationToken.None).ConfigureAwait(false)
        : null;

    private async Task<Question> NextAsync(string annotator, bool another, CancellationToken aborted)
    {
        var asked = await ChangeAsync(session => session.NextQuestionAsync(annotator, another, aborted), aborted)
            .ConfigureAwait(false);
        return await SessionProblems.ExplainAsync(asked).ConfigureAwait(false);
    }

    private Task<T> ChangeAsync<T>(Func<LabelingSession, T> change, CancellationToken aborted) =>
        SessionProblems.ExplainAsync(served.WriteAsync(change, aborted), served.Pool);
}
