using System.Globalization;
using System.Text;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster;

/// <summary>Sessions over small files, whose rows have ids r0, r1, ...</summary>
internal static class GivenSessions
{
    /// <summary>Writes a file of two features: most rows lie in a cloud, every twentieth outside.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="seed">The seed.</param>
    public static void WritePool(string path, int rowCount = 200, int seed = 1)
    {
        var random = new Random(seed);
        var text = new StringBuilder("id,x,y\n");
        for (var row = 0; row < rowCount; row++)
        {
            var far = row % 20 == 7 ? 4 : 0;
            text.Append(CultureInfo.InvariantCulture, $"r{row},{far + random.NextDouble():F4},{far + random.NextDouble():F4}\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Begins a session, and leaves it to whoever serves it.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="path">Its file.</param>
    /// <param name="detector">Its detector; null for the default one.</param>
    public static void Begin(string connectionString, string id, string path, Detector? detector = null)
    {
        using var store = new PostgresSessionStore(connectionString);
        using var workspace = LabelingWorkspace.Create(
            store, id, LabelingPool.Read(path, new LabelingPoolOptions { IdColumn = "id" }), new LabelingOptions { Detector = detector });
    }
}
