using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Labeling;

/// <summary>What a session keeps of its pool, so that the same rows are found again on another day.</summary>
/// <param name="File">The path as it was given; null for a data view.</param>
/// <param name="Schema">What was understood of the table.</param>
/// <param name="IdColumn">The column that names the rows, or null.</param>
/// <param name="HidesLabels">Whether labels are hidden.</param>
/// <param name="MostRows">How many rows were taken at most; null for all.</param>
/// <param name="Scaling">How features are scaled.</param>
/// <param name="Keys">What the rows are known by.</param>
/// <param name="Labels">The labels of the file; empty where it has no label column.</param>
internal sealed record PoolProperties(
    string? File, TableSchema Schema, string? IdColumn, bool HidesLabels, int? MostRows, FeatureScaling Scaling, RowKeys Keys,
    RowLabel[] Labels)
{
    /// <summary>The property that holds the file's path.</summary>
    public const string FileName = "pool.file";

    private const string VersionName = "pool.version";
    private const string SchemaName = "pool.schema";
    private const string IdColumnName = "pool.id-column";
    private const string HidesLabelsName = "pool.hides-labels";
    private const string MostRowsName = "pool.most-rows";
    private const string ScalingName = "pool.scaling";
    private const string RowsName = "pool.rows";
    private const string LabelsName = "pool.labels";
    private const int CurrentVersion = 1;
    private const int MostExamples = 5;

    /// <summary>Takes what is to be kept of a pool.</summary>
    public static PoolProperties Of(LabelingPool pool) => new(
        pool.Path.Length == 0 ? null : pool.Path,
        pool.Table.Schema,
        pool.IdColumn,
        pool.HidesLabels,
        pool.Options.Table.MostRows,
        pool.Options.Scaling,
        pool.Keys,
        pool.Table.Schema.Label is null ? [] : pool.Table.Labels.Values.ToArray());

    /// <summary>Reads what a session keeps.</summary>
    /// <exception cref="PoolMismatchException">It says nothing of a pool, is damaged, or of a newer version.</exception>
    public static PoolProperties Of(IReadOnlyDictionary<string, string> properties)
    {
        var version = Get(properties, VersionName);
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > CurrentVersion)
        {
            throw new PoolMismatchException(
                $"What the session keeps of its pool has version '{version}'; version {CurrentVersion} can be read. Use a newer release of "
                + "this library.");
        }

        var keys = Read(RowsName, () => RowKeys.FromBytes(Convert.FromBase64String(Get(properties, RowsName))));
        return new PoolProperties(
            properties.GetValueOrDefault(FileName),
            Read(SchemaName, () => TableSchema.FromJson(Encoding.UTF8.GetBytes(Get(properties, SchemaName)))),
            properties.GetValueOrDefault(IdColumnName),
            Read(HidesLabelsName, () => bool.Parse(Get(properties, HidesLabelsName))),
            properties.TryGetValue(MostRowsName, out var mostRows)
                ? Read<int?>(MostRowsName, () => int.Parse(mostRows, NumberStyles.None, CultureInfo.InvariantCulture))
                : null,
            properties.TryGetValue(ScalingName, out var scaling) ? Read(ScalingName, () => ScalingOf(scaling)) : FeatureScaling.None,
            keys,
            properties.TryGetValue(LabelsName, out var labels) ? Read(LabelsName, () => LabelsOf(labels, keys.RowCount)) : []);
    }

    /// <summary>Gives the properties by name.</summary>
    public Dictionary<string, string> ToDictionary()
    {
        var properties = new Dictionary<string, string>
        {
            [VersionName] = CurrentVersion.ToString(CultureInfo.InvariantCulture),
            [SchemaName] = Encoding.UTF8.GetString(Schema.ToJson()),
            [HidesLabelsName] = HidesLabels ? "true" : "false",
            [RowsName] = Convert.ToBase64String(Keys.ToBytes()),
        };
        Add(FileName, File);
        Add(IdColumnName, IdColumn);
        Add(MostRowsName, MostRows?.ToString(CultureInfo.InvariantCulture));
        Add(ScalingName, Scaling == FeatureScaling.None ? null : Scaling.ToString());
        Add(LabelsName, Labels.Length == 0 ? null : Convert.ToBase64String(PackedBytes.Pack(BytesOf(Labels))));
        return properties;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                properties[name] = value;
            }
        }
    }

    /// <summary>Reads the rows again, in the order that they had.</summary>
    /// <exception cref="PoolMismatchException">They are not the same, or their labels are not.</exception>
    public LabelingPool Reopen(PoolSource source, CancellationToken cancellationToken)
    {
        var table = source.ReadAs(Schema, new TableOptions { MostRows = MostRows }, cancellationToken);
        var cells = source.ReadCells(table, cancellationToken);
        if (IdColumn is not null && cells.IndexOf(IdColumn) < 0)
        {
            throw new PoolMismatchException(
                $"'{source.Name}' has no column '{IdColumn}', which names the session's rows; its columns are "
                + $"{string.Join(", ", cells.ColumnNames.Select(name => $"'{name}'"))}. Give the file that the session began with, or call "
                + "the column so.");
        }

        var keys = RowKeys.Of(table, cells, IdColumn);
        var matching = RowKeys.Compare(Keys, keys);
        if (matching.IsPermutation)
        {
            table = table.Select([.. matching.LaterOf]);
            cells = source.ReadCells(table, cancellationToken);
            keys = RowKeys.Of(table, cells, IdColumn);
        }
        else if (!matching.IsSame)
        {
            throw new PoolMismatchException(
                $"'{source.Name}' does not hold the session's rows. {string.Join(' ', matching.Describe())} Give the file as it was when "
                + "the session began (rows in another order are fine). For a new file, such as next month's, begin a new session and carry "
                + "the answers over to it (label --continues; CarriedAnswers.From in a program).");
        }

        RequireLabels(source, table);
        var options = new LabelingPoolOptions
        {
            Table = new TableOptions { MostRows = MostRows },
            IdColumn = IdColumn,
            HidesLabels = HidesLabels,
            Scaling = Scaling,
        };
        return new LabelingPool(source.Path, options, table, cells, keys, PoolFeatures.Of(table, Scaling, cancellationToken));
    }

    private void RequireLabels(PoolSource source, Table table)
    {
        int[] differing = [.. Enumerable.Range(0, Labels.Length).Where(row => table.Labels[row] != Labels[row])];
        if (differing.Length > 0)
        {
            var places = string.Join(", ", differing.Take(MostExamples).Select(row => table.LineOf(row)));
            throw new PoolMismatchException(
                $"The labels of '{source.Name}' in '{Schema.Label?.Name}' are not those that the session began with: "
                + $"{differing.Length} {(differing.Length == 1 ? "row differs" : "rows differ")}, {table.PlaceWord} {places}"
                + $"{(differing.Length > MostExamples ? " and more" : string.Empty)}. What is known beforehand does not change: give the "
                + "file as it was, and answer for these rows instead; or begin a new session and carry the answers over to it "
                + "(label --continues; CarriedAnswers.From in a program).");
        }
    }

    private static string Get(IReadOnlyDictionary<string, string> properties, string name) =>
        properties.TryGetValue(name, out var value)
            ? value
            : throw new PoolMismatchException(
                $"The session keeps nothing of its pool under '{name}', and so the file cannot be read as it was. Create sessions with the "
                + "pool's properties (LabelingPool.ToProperties).");

    private static T Read<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or TableException)
        {
            throw new PoolMismatchException(
                $"What the session keeps of its pool under '{name}' cannot be read: {exception.Message} Take the session from a copy.",
                exception);
        }
    }

    private static FeatureScaling ScalingOf(string text) => Enum.GetValues<FeatureScaling>()
        .Where(scaling => scaling.ToString() == text)
        .Cast<FeatureScaling?>()
        .FirstOrDefault() ?? throw new FormatException($"'{text}' is no scaling; {nameof(FeatureScaling.MinMax)} is one.");

    private static byte[] BytesOf(RowLabel[] labels) => MemoryMarshal.Cast<RowLabel, byte>(labels).ToArray();

    private static RowLabel[] LabelsOf(string text, int rowCount)
    {
        var bytes = PackedBytes.Unpack(Convert.FromBase64String(text), rowCount);
        return bytes.AsSpan().ContainsAnyExcept((byte)RowLabel.Unlabeled, (byte)RowLabel.Normal, (byte)RowLabel.Abnormal)
            ? throw new FormatException("A label is none of those that there are.")
            : MemoryMarshal.Cast<byte, RowLabel>(bytes).ToArray();
    }
}
