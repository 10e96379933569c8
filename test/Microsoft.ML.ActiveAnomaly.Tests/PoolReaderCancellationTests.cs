using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>A source may take seconds a row: reading ends at the row at which it is cancelled.</summary>
[TestClass]
public sealed class PoolReaderCancellationTests
{
    private const int CancelledRow = 10;

    /// <summary>The rows from the first to the one that cancels, and the one whose reading had begun.</summary>
    private const int MostMoves = CancelledRow + 2;

    [TestMethod]
    public void Fit_CancelledWhileFeaturesAreRead_StopsAtTheRow()
    {
        using var cancellation = new CancellationTokenSource();
        var mlContext = new MLContext(1);
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(
            Fast.Nce, new DetectorTrainerOptions { CancellationToken = cancellation.Token });
        RequireStop(mlContext, cancellation, data => trainer.Fit(data));
    }

    [TestMethod]
    public void Fit_CancelledWhileLabelsAreRead_StopsAtTheRow()
    {
        using var cancellation = new CancellationTokenSource();
        var mlContext = new MLContext(1);
        RequireStop(mlContext, cancellation, data => LabelOracle.FromColumn(nameof(Row.Label)).Open(data, cancellation.Token));
    }

    private static void RequireStop(MLContext mlContext, CancellationTokenSource cancellation, Action<IDataView> read)
    {
        var rows = Enumerable.Range(0, 5000).Select(row =>
        {
            if (row == CancelledRow)
            {
                cancellation.Cancel();
            }

            return new Row { Features = [row, 1] };
        });
        var data = new CountingDataView(mlContext.Data.LoadFromEnumerable(rows));
        Assert.Throws<OperationCanceledException>(() => read(data));
        Assert.IsInRange(1, MostMoves, data.MoveCount);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
