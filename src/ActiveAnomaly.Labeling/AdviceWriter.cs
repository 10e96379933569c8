using System.Globalization;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Says what the next answers are worth: how many of the last ones were anomalies, and how much the ranking still changes.
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

    /// <summary>Gives the advice after these answers, the last ones of questions that the strategy chose.</summary>
    public StoppingAdvice Advise(IReadOnlyList<Answer> last)
    {
        var abnormal = last.Count(answer => answer == Answer.Abnormal);
        double? overlap = _tops.Count > 1
            ? (double)_tops.Last!.Value.Top.Count(_tops.First!.Value.Top.Contains) / _tops.Last.Value.Top.Count
            : null;
        return new StoppingAdvice(last.Count, abnormal, overlap, Text(last.Count, abnormal, overlap));
    }

    private static string Text(int count, int abnormal, double? overlap)
    {
        var seen = count switch
        {
            0 => "No question is answered yet.",
            1 => $"The last answer was {(abnormal == 1 ? "an anomaly" : "no anomaly")}.",
            _ => $"{abnormal} of the last {count} answers {(abnormal == 1 ? "was an anomaly" : "were anomalies")}.",
        };
        var changed = overlap is { } share
            ? string.Create(CultureInfo.InvariantCulture, $" {share:P0} of the top rows stayed at the top meanwhile.")
            : string.Empty;
        var worth = count < StoppingAdvice.LongestWindow ? string.Empty
            : abnormal >= WorthwhileShare * count ? " Go on: questions still find anomalies."
            : abnormal == 0 && overlap >= SettledOverlap ? " More answers will change little."
            : abnormal == 0 && overlap is not null ? " Few anomalies seem to be left, but the ranking still changes."
            : " Questions find few anomalies now.";
        return seen + changed + worth;
    }
}
