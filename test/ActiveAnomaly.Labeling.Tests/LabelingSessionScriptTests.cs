using ActiveAnomaly.Sessions;
using CsCheck;

namespace ActiveAnomaly.Labeling;

/// <summary>Random scripts of 300 operations by three annotators; what some of them do the store does not keep.</summary>
[TestClass]
public sealed class LabelingSessionScriptTests
{
    private const int OperationCount = 300;

    private static readonly Gen<SessionScript.Operation[]> Scripts = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 2],
        Gen.Int[0, SessionScript.RowCount - 1],
        Gen.Int[1, 3],
        Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 2])),
        (kind, annotator, row, answer, failsAt) => new SessionScript.Operation(
            (SessionScript.Kind)Math.Max(0, kind - 3), annotator, row, (Answer)answer, failsAt)).Array[OperationCount];

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Operations_InAnyOrder_KeepWhatMustHold(int fewestAnswers) => Scripts.Sample(
        script =>
        {
            // Whoever waits for ever fails, and does not hang.
            using var session = new SessionScript(fewestAnswers == 0 ? new LatestAnswerPolicy() : new MajorityPolicy(fewestAnswers));
            session.Run(script).WaitAsync(TimeSpan.FromMinutes(2)).GetAwaiter().GetResult();
        },
        iter: 5,
        threads: 1);
}
