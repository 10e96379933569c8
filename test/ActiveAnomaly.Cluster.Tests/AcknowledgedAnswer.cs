namespace ActiveAnomaly.Cluster;

/// <summary>An answer that a client knows to be kept.</summary>
internal sealed record AcknowledgedAnswer(string Session, string Annotator, int Row, string Answer);
