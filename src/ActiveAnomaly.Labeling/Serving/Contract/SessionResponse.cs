namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What does not change while the server runs.</summary>
internal sealed record SessionResponse
{
    /// <summary>The session.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// What tells the session from any other, of the same name too; requests with session=KEY in their address are refused by others.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The name of the rows: a file's.</summary>
    public required string Name { get; init; }

    /// <summary>The number of rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>The number of features.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>What the place of a row is called: line or row.</summary>
    public required string RowWord { get; init; }

    /// <summary>The column that names the rows, or null.</summary>
    public required string? IdColumn { get; init; }

    /// <summary>The columns, as in the file.</summary>
    public required IReadOnlyList<ColumnResponse> Columns { get; init; }

    /// <summary>What is trained.</summary>
    public required string Detector { get; init; }

    /// <summary>What chooses the questions.</summary>
    public required string Strategy { get; init; }

    /// <summary>How the answers of several annotators become one.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether several may answer.</summary>
    public required bool AllowsSeveralAnnotators { get; init; }

    /// <summary>The number of questions that are meant to be asked.</summary>
    public required int Budget { get; init; }

    /// <summary>The share of the questions that are drawn at random.</summary>
    public required double AuditShare { get; init; }

    /// <summary>Whether the rows' labels are known and hidden, for trying out.</summary>
    public required bool HidesLabels { get; init; }

    /// <summary>The names of the files that can be had.</summary>
    public required IReadOnlyList<string> Exports { get; init; }

    /// <summary>The version of the program.</summary>
    public required string ServerVersion { get; init; }
}
