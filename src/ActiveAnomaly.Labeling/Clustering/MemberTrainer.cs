using System.Runtime.CompilerServices;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>
/// Has the silos of a cluster train the members of ensembles and combinations, this one among them. Members that cannot be sent
/// (<see cref="DetectorFormat"/>), all of a pool with validation rows, and what is left when this silo is stopped, are trained in this
/// process. A member goes to the silo that trained it before, where that is free: it has kept what does not depend on labels. The set-up of
/// detectors that can share it out is computed by all silos likewise, each some rows at a time. Thread safe.
/// </summary>
/// <param name="silo">This process as a silo, which has the work.</param>
/// <param name="workName">The name of its <see cref="MemberWork"/>.</param>
public sealed class MemberTrainer(IWorkDistributor silo, string workName) : IMemberTrainer, ISetUpSharer
{
    private readonly ConditionalWeakTable<FeatureMatrix, WorkInput> _pools = [];
    private readonly ConditionalWeakTable<Detector, string> _homes = [];

    /// <inheritdoc/>
    /// <exception cref="WorkException">A member was lost with three silos.</exception>
    public TrainedDetector[] Fit(IReadOnlyList<Detector> members, IReadOnlyList<TrainingRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(requests);
        if (members.Count == 0)
        {
            return [];
        }

        var (pool, labels) = (requests[0].Pool, requests[0].Labels);
        var sent = new List<int>();
        var items = new List<WorkItem>();
        WorkInput[]? inputs = null;
        for (var i = 0; i < members.Count; i++)
        {
            if (requests[i].Validation is null && MemberMessages.CanWrite(pool)
                && DetectorFormat.TryToBytes(members[i], out var detector))
            {
                inputs ??=
                [
                    _pools.GetValue(pool, rows => new WorkInput(MemberMessages.Write(rows))),
                    new WorkInput(MemberMessages.Write(labels)),
                ];
                sent.Add(i);
                var content = new MemberContent { Member = OrderOf(detector, requests[i]) };
                items.Add(new WorkItem(JsonSerializer.SerializeToUtf8Bytes(content, MemberMessages.Json), inputs)
                {
                    PreferredSilo = _homes.TryGetValue(members[i], out var home) ? home : null,
                });
            }
        }

        var trained = new TrainedDetector?[members.Count];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(requests[0].CancellationToken);
        var elsewhere = silo.DistributeAsync(workName, items, new Members(sent, members, requests, trained, _homes), stop.Token);
        try
        {
            foreach (var i in Enumerable.Range(0, members.Count).Except(sent))
            {
                trained[i] = members[i].Fit(requests[i]);
            }
        }
        catch
        {
            stop.Cancel();
            Task.WhenAny(elsewhere).GetAwaiter().GetResult();
            throw;
        }

        try
        {
            elsewhere.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!requests[0].CancellationToken.IsCancellationRequested)
        {
            // This silo was stopped, and its process was not: what is left is trained here.
        }

        for (var i = 0; i < members.Count; i++)
        {
            // What cannot be trained says here why, too.
            trained[i] ??= members[i].Fit(requests[i]);
        }

        return trained!;
    }

    /// <inheritdoc/>
    /// <exception cref="WorkException">Rows were lost with three silos.</exception>
    public void Compute(
        Detector detector,
        FeatureMatrix pool,
        Lazy<IRowSetUp> setUp,
        Memory<float> values,
        Action<int>? computed,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(setUp);
        if (MemberMessages.CanWrite(pool) && DetectorFormat.TryToBytes(detector, out var bytes))
        {
            // Wanted once: kept for no other stage, for it takes as much memory as the pool.
            var input = _pools.TryGetValue(pool, out var known) ? known : new WorkInput(MemberMessages.Write(pool));
            new SetUpDistribution(setUp, values, computed).Run(silo, workName, bytes, pool, input, cancellationToken);
        }
        else
        {
            setUp.Value.Compute(first: 0, values, computed, cancellationToken);
        }
    }

    private static MemberOrder OrderOf(byte[] detector, TrainingRequest request) => new()
    {
        Detector = detector,
        LabelsCountForTwins = request.LabelsCountForTwins,
        PseudoAbnormalRows = [.. request.PseudoAbnormalRows],
        Stage = request.Stage,
    };

    /// <summary>Takes what comes back.</summary>
    private sealed class Members(
        List<int> sent,
        IReadOnlyList<Detector> members,
        IReadOnlyList<TrainingRequest> requests,
        TrainedDetector?[] trained,
        ConditionalWeakTable<Detector, string> homes) : IWorkListener
    {
        public void OnTaken(int index, string silo) => homes.AddOrUpdate(members[sent[index]], silo);

        public void OnReport(int index, ReadOnlyMemory<byte> report) =>
            requests[sent[index]].Progress?.Report(JsonSerializer.Deserialize<TrainingProgress>(report.Span, MemberMessages.Json)!);

        public void OnDone(int index, ReadOnlyMemory<byte> result) =>
            trained[sent[index]] = result.IsEmpty ? null : MemberMessages.ReadTrained(result.Span);

        public void OnLost(int index, string silo, string reason)
        {
        }
    }
}
