namespace ActiveAnomaly.Objectives;

/// <summary>Whose loss of two that train against each other an <see cref="AdversarialObjective"/> is.</summary>
public enum AdversarialSide
{
    /// <summary>The discriminator's, which tells a pair made of a row from one made of noise.</summary>
    Discriminator = 0,

    /// <summary>The generator's and the encoder's, which are to be taken for each other.</summary>
    Generator = 1,
}
