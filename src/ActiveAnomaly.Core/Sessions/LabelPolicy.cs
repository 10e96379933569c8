namespace ActiveAnomaly.Sessions;

/// <summary>
/// Makes one answer of what several annotators said of a row. A pure function: it stores nothing. Immutable and thread safe.
/// </summary>
public abstract class LabelPolicy
{
    /// <summary>The name of an annotator who has none.</summary>
    public const string DefaultAnnotator = "expert";

    /// <summary>Gets the policy's name, with whatever sets it apart: a session's log keeps it, and continues only with the same.</summary>
    public abstract string Name { get; }

    /// <summary>Gets who answers are taken to be of when nobody is named.</summary>
    public virtual string UsualAnnotator => DefaultAnnotator;

    /// <summary>Tells whether an annotator may answer at all.</summary>
    /// <param name="annotator">Who.</param>
    /// <returns>True unless the policy keeps him out.</returns>
    public virtual bool Accepts(string annotator) => true;

    /// <summary>Makes one answer of several.</summary>
    /// <param name="answers">Every annotator's answer about one row, in the order in which they came; none twice; at least one.</param>
    /// <returns>
    /// The answer that counts, a value of <see cref="Answer"/>: sessions throw for another. Null while there is none, and the row then
    /// waits for further ones.
    /// </returns>
    public abstract Answer? Decide(IReadOnlyList<AnnotatedAnswer> answers);

    /// <summary>Gives the annotator that is meant, and throws when he may not answer.</summary>
    /// <param name="annotator">Who; null for <see cref="UsualAnnotator"/>.</param>
    /// <returns>The annotator.</returns>
    /// <exception cref="ArgumentException">The name is empty, or the policy keeps him out (<see cref="Accepts"/>).</exception>
    public string RequireAccepted(string? annotator)
    {
        annotator ??= UsualAnnotator;
        ArgumentException.ThrowIfNullOrWhiteSpace(annotator);
        return Accepts(annotator)
            ? annotator
            : throw new ArgumentException(
                $"The label policy, {Name}, takes no answers of '{annotator}'. "
                + "Name an annotator that it does, or create the session with another.",
                nameof(annotator));
    }
}
