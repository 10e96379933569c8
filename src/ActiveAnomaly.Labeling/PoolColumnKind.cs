namespace ActiveAnomaly.Labeling;

/// <summary>What the cells of a column of the file are.</summary>
public enum PoolColumnKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Dates, understood as days since the earliest.</summary>
    Date,

    /// <summary>Texts of a few kinds.</summary>
    Category,

    /// <summary>Texts that are shown and become no features: ids, labels, and what the user leaves out.</summary>
    Text,
}
