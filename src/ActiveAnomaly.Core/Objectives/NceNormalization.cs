namespace ActiveAnomaly.Objectives;

/// <summary>What the sum over pairs of the NCE term is divided by.</summary>
public enum NceNormalization
{
    /// <summary>
    /// The number of pairs, |L_N| * |L_A| (the authors' program): the term's scale does not grow with the number of labels.
    /// </summary>
    Pairs = 0,

    /// <summary>The number of labelled rows, |L_N u L_A| (the paper's Eq. 6).</summary>
    LabeledRows = 1,
}
