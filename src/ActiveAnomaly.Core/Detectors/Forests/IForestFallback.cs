namespace ActiveAnomaly.Detectors.Forests;

/// <summary>
/// The options of a method that gives <see cref="PriorForest.ModelOf"/> where its labels are too few to train anything: an isolation forest
/// may have been trained with them.
/// </summary>
internal interface IForestFallback;
