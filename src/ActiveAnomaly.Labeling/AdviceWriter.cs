using System.Globalization;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Says what the next answers are worth: how many of the last rows that the model chose were anomalies, and how much the ranking still
/// changes.
/// </summary>
internal sealed class AdviceWriter(int topCount)
{
    private const double SettledOverlap = 0.95;
    private const double WorthwhileShare = 0.2;

    private readonly LinkedList<(int AnswerCount, HashSet<int> Top)> _tops = [];

    /// <summary>Takes a model's top rows down.</summary>
    public void Take(ModelState model)
    {
        // Answers that were taken back take the models that knew of them away.
        while (_tops.Last?.Value.AnswerCount >= model.AnswerCount)
        {
            _tops.RemoveLast();
        }

        _tops.AddLast((model.AnswerCount, model.Order.Span[..Math.Min(topCount, model.Order.Length)].ToArray().ToHashSet()));

        // The model before the window stays: what it had at the top is compared with.
        while (_tops.Count > 1 && _tops.First!.Next!.Value.AnswerCount <= model.AnswerCount - StoppingAdvice.LongestWindow)
        {
            _tops.RemoveFirst();
        }
    }

    /// <summary>Gives the advice after these answers, the last ones of rows that the model chose, skips aside.</summary>
    public StoppingAdvice Advise(IReadOnlyList<Answer> last)
    {
        var abnormal = last.Count(answer => answer == Answer.Abnormal);
        double? overlap = _tops.Count > 1
            ? (double)_tops.Last!.Value.Top.Count(_tops.First!.Value.Top.Contains) / _tops.Last.Value.Top.Count
            : null;
        return new StoppingAdvice(last.Count, abnormal, overlap, Text(last.Count, abnormal, overlap));
    }

    private string Text(int count, int abnormal, double? overlap)
    {
        var seen = count switch
        {
            0 => "No row that the model chose is answered yet, skips aside.",
            1 => $"The last row that the model chose, skips aside, was {(abnormal == 1 ? "an anomaly" : "no anomaly")}.",
            _ => $"Of the last {count} rows that the model chose, skips aside, {abnormal} "
                + $"{(abnormal == 1 ? "was an anomaly" : "were anomalies")}.",
        };
        var worth = count < StoppingAdvice.LongestWindow ? string.Empty
            : abnormal >= WorthwhileShare * count ? " Go on: questions still find anomalies."
            : abnormal == 0 && overlap >= SettledOverlap ? " More answers will change little."
            : abnormal == 0 && overlap is not null ? " Few anomalies seem to be left, but the ranking still changes."
            : " Questions find few anomalies now.";
        return seen + (overlap is { } share ? Stayed(share) : string.Empty) + worth;
    }

    /// <summary>
    /// Says what the share is of: the models differ in all rows labelled between them, rows that were drawn or answered unasked among them.
    /// </summary>
    private string Stayed(double share)
    {
        var labels = _tops.Last!.Value.AnswerCount - _tops.First!.Value.AnswerCount;
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {share:P0} of the top rows stayed at the top over the last {(labels == 1 ? "labelled row" : $"{labels} labelled rows")}.");
    }
}
