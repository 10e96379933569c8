using Microsoft.ML;

namespace ActiveAnomaly.Tables;

/// <summary>Times of a data view that are of the machine's zone are the moments that they are, midnights too.</summary>
[TestClass]
[DoNotParallelize]
public sealed class DataViewTimeTests
{
    private const string Zone = "TZ";

    [TestMethod]
    public void ReadDataView_TimesOfTheMachinesZone_BecomeUtc()
    {
        var before = Environment.GetEnvironmentVariable(Zone);
        try
        {
            Environment.SetEnvironmentVariable(Zone, "America/New_York");
            TimeZoneInfo.ClearCachedData();
            var midnight = new DateTime(2024, 5, 31, 0, 0, 0, DateTimeKind.Local);
            var data = new MLContext().Data.LoadFromEnumerable(new[] { new Row(midnight), new Row(midnight.AddHours(20)) });

            var table = TableReader.ReadDataView(data, new TableOptions { Dates = DateCells.Category });

            // Where the variable sets no zone, as on Windows, the machine's own is tried.
            Assert.AreEqual($"{Text(midnight)}/{Text(midnight.AddHours(20))}", table.Cells());
        }
        finally
        {
            Environment.SetEnvironmentVariable(Zone, before);
            TimeZoneInfo.ClearCachedData();
        }
    }

    private static string Text(DateTime time) => time.ToUniversalTime() is { TimeOfDay.Ticks: 0 } day
        ? $"{day:yyyy-MM-dd}"
        : $"{time.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss}Z";

    private sealed class Row(DateTime time)
    {
        public DateTime Time { get; } = time;

        public bool Label { get; } = time.Hour > 0;
    }
}
