using ActiveAnomaly.Labeling.Serving.Contract;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Where the session stood at one moment, written out once for everybody who asks. Immutable.</summary>
/// <param name="State">The state.</param>
/// <param name="Json">The contract's state without what concerns one annotator, up to its last brace.</param>
internal sealed record StateSnapshot(LabelingState State, ReadOnlyMemory<byte> Json)
{
    /// <summary>Gets what concerns an annotator.</summary>
    public YouResponse You(string annotator)
    {
        var state = State.Annotators.FirstOrDefault(each => each.Name == annotator);
        return new YouResponse { Name = annotator, LastRow = state?.LastRow, LastAnswerSequence = state?.LastAnswerSequence };
    }
}
