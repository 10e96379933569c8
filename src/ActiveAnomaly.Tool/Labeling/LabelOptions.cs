using System.Net;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What label is asked to do.</summary>
internal sealed record LabelOptions
{
    public required string Data { get; init; }

    public required TableOptions Table { get; init; }

    public required string? Store { get; init; }

    public required string? Session { get; init; }

    public required string? IdColumn { get; init; }

    public required bool HasNoId { get; init; }

    /// <summary>Gets whether the table's labels are hidden; null for: when every row has one.</summary>
    public required bool? HidesLabels { get; init; }

    public required string? Earlier { get; init; }

    /// <summary>Gets the session in <see cref="Earlier"/>; null for the only one.</summary>
    public required string? EarlierSession { get; init; }

    public required bool IncludesEdited { get; init; }

    public required string? Import { get; init; }

    /// <summary>Gets the encoding of <see cref="Import"/>; null for UTF-8, or UTF-16 where it says so.</summary>
    public required string? ImportEncoding { get; init; }

    public required LabelPolicy? Policy { get; init; }

    /// <summary>Gets the detector, in the words of train; null for the default one, and in a session that goes on for its own.</summary>
    public required string? Detector { get; init; }

    /// <summary>Gets the number of members of an ensemble; null for a single detector, and in a session that goes on for its own.</summary>
    public required int? EnsembleSize { get; init; }

    /// <summary>Gets how an ensemble's scores become one; null for the usual, and in a session that goes on for its own.</summary>
    public required EnsembleCombination? Combination { get; init; }

    public required long? Seed { get; init; }

    public required int? Budget { get; init; }

    public required double? AuditShare { get; init; }

    public required int? Port { get; init; }

    public required IPAddress? Listen { get; init; }

    public required string? Token { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Gets what the server tells of failures; null for nobody.</summary>
    public required ILogger? Logger { get; init; }

    public required bool OpensBrowser { get; init; }

    /// <summary>Gets the names of the options that say something of the session and were given.</summary>
    public required IReadOnlyList<string> OfSession { get; init; }

    /// <summary>Gets what is said of a cluster; null for a server of one session.</summary>
    public required ClusterSettings? Cluster { get; init; }
}
