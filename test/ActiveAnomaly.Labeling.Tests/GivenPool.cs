using System.Text;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling;

/// <summary>Pools of small files written in a test, and what a session would say of them.</summary>
internal static class GivenPool
{
    public const string FileName = "rows.csv";

    /// <summary>Reads a file of the given text.</summary>
    public static LabelingPool Of(string text, LabelingPoolOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return LabelingPool.Read(Written(folder, text), options);
    }

    /// <summary>Reads a file that has a column "id" of ids.</summary>
    public static LabelingPool WithIds(string text) => Of(text, new LabelingPoolOptions { IdColumn = "id" });

    /// <summary>Reads a session's file again, with another text.</summary>
    public static LabelingPool Reopened(this LabelingPool pool, string text)
    {
        using var folder = new TemporaryFolder();
        return LabelingPool.Reopen(Written(folder, text), pool.ToProperties());
    }

    /// <summary>Writes a file.</summary>
    public static string Written(TemporaryFolder folder, string text)
    {
        var path = folder.File(FileName);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    /// <summary>Begins a session whose scores are the first feature.</summary>
    public static LabelingSession Session(this LabelingPool pool, PoolLabels? known = null, LabelPolicy? policy = null) =>
        LabelingSession.Create(
            new MemorySessionStore(),
            "session",
            pool.Features,
            new LabelingOptions { Detector = new FirstFeatureDetector(), LabelPolicy = policy },
            known ?? pool.KnownLabels,
            pool.ToProperties());

    /// <summary>What a session would say of the rows: scores, and of some rows labels and records.</summary>
    public static RowMarks Marks(
        this LabelingPool pool, float[]? scores = null, PoolLabels? labels = null, params RowRecord[] records) => new(
        sequence: 1,
        scores is null ? null : Model(scores),
        labels ?? PoolLabels.None(pool.RowCount),
        records);

    /// <summary>A model of the given scores; the highest tenth is above its threshold.</summary>
    public static ModelState Model(float[] scores)
    {
        var session = new ActiveLearningSession(
            FeatureMatrix.Copy(scores, 1), new FirstFeatureDetector(), new Querying.HighConfidenceStrategy());
        return new ModelState(session.Train(), 0, 0, DateTimeOffset.UnixEpoch, null);
    }

    public static TableException Refusal(string text, LabelingPoolOptions? options = null) =>
        Assert.ThrowsExactly<TableException>(() => Of(text, options));

    public static void HasMessage(this Exception exception, params string[] parts)
    {
        foreach (var part in parts)
        {
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }
    }
}
