namespace ActiveAnomaly.Persistence;

/// <summary>Where the bytes of a model stand, which says what they may hold: so nesting ends, whatever a file says.</summary>
internal enum ModelPlace
{
    /// <summary>By themselves: the model may be a calibrated one, or have members.</summary>
    Whole = 0,

    /// <summary>In a calibrated model: it may have members.</summary>
    Calibrated = 1,

    /// <summary>In a model made of models: it is a single one.</summary>
    Member = 2,
}
