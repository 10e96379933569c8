using System.Diagnostics.CodeAnalysis;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Querying;

/// <summary>What a strategy knows when it chooses rows. Indices are those of the original pool.</summary>
public sealed class QueryContext
{
    private readonly int[] _candidates;
    private readonly IReadOnlySet<int>? _excluded;
    private readonly ScoreQuantiles _quantiles;

    // Whether the candidates are known to be distinct, and none a twin of a settled row.
    private readonly bool _isDistinct;

    /// <summary>Creates a context.</summary>
    /// <param name="scores">The current model's scores of all rows [n], finite.</param>
    /// <param name="labels">The labels of all rows.</param>
    /// <param name="excluded">Rows that must not be chosen though they carry no label, such as skipped ones; null for none.</param>
    /// <exception cref="ArgumentException">
    /// There is not one label a score, a score is not finite, or there is no such excluded row.
    /// </exception>
    public QueryContext(ReadOnlyMemory<float> scores, PoolLabels labels, IReadOnlySet<int>? excluded = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Length != labels.RowCount)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores and labels for {labels.RowCount} rows; one of each is needed for every row.",
                nameof(scores));
        }

        var bad = FeatureMatrix.IndexOfNonFinite(scores.Span);
        if (bad >= 0)
        {
            throw new ArgumentException($"The score of row {bad} is {scores.Span[bad]}; every score must be finite.", nameof(scores));
        }

        foreach (var row in excluded ?? new HashSet<int>())
        {
            if ((uint)row >= (uint)scores.Length)
            {
                throw new ArgumentException(
                    $"Row {row} is excluded, and there is none; the rows are 0 to {scores.Length - 1}.", nameof(excluded));
            }
        }

        Scores = scores;
        Labels = labels;
        _excluded = excluded;
        _quantiles = new ScoreQuantiles(scores);
        _candidates = Unlabeled(labels.Values, [.. excluded ?? new HashSet<int>()]);
    }

    private QueryContext(
        QueryContext other, int[] candidates, SeededRandom random, IReadOnlySet<int>? excluded, bool isDistinct)
    {
        Scores = other.Scores;
        Labels = other.Labels;
        Model = other.Model;
        Pool = other.Pool;
        History = other.History;
        CancellationToken = other.CancellationToken;
        Random = random;
        _excluded = excluded;
        _candidates = candidates;
        _quantiles = other._quantiles;
        _isDistinct = isDistinct;
    }

    /// <summary>Gets the current model's scores of all rows [n].</summary>
    public ReadOnlyMemory<float> Scores { get; }

    /// <summary>Gets the labels of all rows.</summary>
    public PoolLabels Labels { get; }

    /// <summary>Gets the rows that may be chosen, ascending: unlabelled and not skipped.</summary>
    public ReadOnlySpan<int> Candidates => _candidates;

    /// <summary>Gets the model that the scores come from, or null where there are only scores.</summary>
    public DetectorModel? Model { get; init; }

    /// <summary>Gets the rows [n x d] that the scores are of, or null where there are only scores.</summary>
    /// <exception cref="ArgumentException">There is not one row a score.</exception>
    public FeatureMatrix? Pool
    {
        get;
        init => field = value is null || value.RowCount == Scores.Length
            ? value
            : throw new ArgumentException(
                $"The pool has {value.RowCount} rows and there are {Scores.Length} scores; one of each is needed.", nameof(value));
    }

    /// <summary>Gets the outcomes of the queries so far, oldest first.</summary>
    public IReadOnlyList<QueryOutcome> History { get; init; } = [];

    /// <summary>Gets the random numbers for this choice.</summary>
    public SeededRandom Random { get; init; } = new(0);

    /// <summary>Gets what cancels the choice: a strategy that takes long looks at it and throws.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Asks the model for what only some models can do, such as <see cref="IRadius"/>.</summary>
    /// <typeparam name="T">The ability: an interface.</typeparam>
    /// <param name="capability">The object that has it, or null.</param>
    /// <returns>Whether there is a model that has the ability.</returns>
    public bool TryGet<T>([NotNullWhen(true)] out T? capability)
        where T : class
    {
        capability = null;
        return Model is not null && Model.TryGet(out capability);
    }

    /// <summary>
    /// Finds the candidates that are worth a question: of rows with equal features the first, and none whose twin is labelled, skipped or
    /// asked about already. All candidates where the pool is not known.
    /// </summary>
    /// <returns>The rows, ascending.</returns>
    public int[] DistinctCandidates()
    {
        if (Pool is null || _isDistinct)
        {
            return [.. _candidates];
        }

        var twins = Pool.FirstTwins();
        var isSettled = new bool[twins.Length];
        foreach (var row in Labels.LabeledRows.Concat(_excluded ?? new HashSet<int>()))
        {
            isSettled[twins[row]] = true;
        }

        var distinct = new List<int>(_candidates.Length);
        foreach (var row in _candidates)
        {
            if (!isSettled[twins[row]])
            {
                isSettled[twins[row]] = true;
                distinct.Add(row);
            }
        }

        return [.. distinct];
    }

    /// <summary>Makes the same context with fewer candidates, for strategies that wrap others.</summary>
    /// <param name="candidates">Some of <see cref="Candidates"/>, in any order.</param>
    /// <param name="stream">A name for the random numbers of the wrapped strategy.</param>
    /// <returns>The context.</returns>
    /// <exception cref="ArgumentException">A row is no candidate of this context.</exception>
    public QueryContext WithCandidates(IEnumerable<int> candidates, string stream)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(stream);
        int[] rows = [.. candidates.Distinct().Order()];
        foreach (var row in rows)
        {
            if (Array.BinarySearch(_candidates, row) < 0)
            {
                throw new ArgumentException($"Row {row} is no candidate.", nameof(candidates));
            }
        }

        return Narrowed(rows, stream);
    }

    /// <summary>Makes the same context with fewer candidates, which are known to be some of these, ascending.</summary>
    internal QueryContext Narrowed(int[] candidates, string stream) =>
        new(this, candidates, Random.Derive(stream), _excluded, _isDistinct);

    /// <summary>Makes the context of a query that follows at once on others, whose rows, candidates all, wait for an answer.</summary>
    internal QueryContext After(
        IReadOnlyCollection<int> asked, IReadOnlyList<QueryOutcome> history, SeededRandom random, CancellationToken cancellationToken) =>
        new(
            this,
            Without(asked),
            random,
            asked.Count == 0 ? _excluded : asked.Concat(_excluded ?? new HashSet<int>()).ToHashSet(),
            _isDistinct)
        {
            History = history,
            CancellationToken = cancellationToken,
        };

    /// <summary>Makes the same context with the outcomes of other queries.</summary>
    internal QueryContext Following(IReadOnlyList<QueryOutcome> history) =>
        new(this, _candidates, Random, _excluded, _isDistinct) { History = history };

    /// <summary>Makes the same context with <see cref="DistinctCandidates"/>; without twins it is the same in all.</summary>
    internal QueryContext Distinct() => new(this, DistinctCandidates(), Random, _excluded, isDistinct: Pool is not null);

    /// <summary>
    /// Gives every candidate as often as its row is in the pool, where candidates stand for their twins; once where each stands for
    /// itself.
    /// </summary>
    internal int[] CandidateCopies()
    {
        if (Pool is null || !_isDistinct)
        {
            return [.. _candidates];
        }

        var first = Pool.FirstTwins();
        var groups = Pool.TwinGroups();
        var copies = new List<int>(_candidates.Length);
        foreach (var row in _candidates)
        {
            copies.Add(row);
            for (var i = groups.Of(first[row]).Count; i > 1; i--)
            {
                copies.Add(row);
            }
        }

        return [.. copies];
    }

    /// <summary>Gives the candidates but for some of them, ascending.</summary>
    internal int[] Without(IReadOnlyCollection<int> taken)
    {
        if (taken.Count == 0)
        {
            return _candidates;
        }

        int[] places = [.. taken.Select(row => Array.BinarySearch(_candidates, row)).Where(place => place >= 0).Distinct().Order()];
        var left = new int[_candidates.Length - places.Length];
        for (int i = 0, from = 0; i <= places.Length; i++)
        {
            var to = i < places.Length ? places[i] : _candidates.Length;
            _candidates.AsSpan(from, to - from).CopyTo(left.AsSpan(from - i));
            from = to + 1;
        }

        return left;
    }

    /// <summary>Gets a quantile of the scores; the last one is remembered, for queries that follow at once on each other.</summary>
    internal double ScoreQuantile(double q) => _quantiles.At(q);

    private static int[] Unlabeled(ReadOnlySpan<RowLabel> labels, int[] excluded)
    {
        Array.Sort(excluded);
        var rows = new int[labels.Count(RowLabel.Unlabeled)];
        var (count, next) = (0, 0);
        for (var row = 0; row < labels.Length; row++)
        {
            while (next < excluded.Length && excluded[next] < row)
            {
                next++;
            }

            if (labels[row] == RowLabel.Unlabeled && (next == excluded.Length || excluded[next] != row))
            {
                rows[count++] = row;
            }
        }

        return rows[..count];
    }
}
