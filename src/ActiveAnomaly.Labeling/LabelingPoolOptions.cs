using ActiveAnomaly.Tables;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Labeling;

/// <summary>What is known of a file whose rows are to be labelled.</summary>
public sealed record LabelingPoolOptions
{
    private const string Label = "label";

    /// <summary>Gets what is known of the table.</summary>
    public TableOptions Table { get; init; } = new();

    /// <summary>
    /// Gets the name of the column that names the rows, with a text in each row that no other has; null where none does
    /// (<see cref="LabelingPool.SuggestIdColumn"/> looks for one). It becomes no feature.
    /// </summary>
    public string? IdColumn { get; init; }

    /// <summary>
    /// Gets the name of the label column; null for the one that <see cref="Table"/> names, else for the one that is called "label", in any
    /// case, and where no column is called so for none. It becomes no feature.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// Gets a value indicating whether the labels are the truth that is hidden from who answers, for trying out, and not known beforehand.
    /// Every row needs one then.
    /// </summary>
    public bool HidesLabels { get; init; }

    /// <summary>
    /// Gets how features are scaled; by default not at all, which suits the default detector and trees. Networks want
    /// <see cref="FeatureScaling.MinMax"/>. A session that is opened again keeps it.
    /// </summary>
    public FeatureScaling Scaling { get; init; } = FeatureScaling.None;

    /// <summary>Gives what the reader is told: the id column left out, and which column is the label.</summary>
    /// <param name="columnNames">The names of the columns.</param>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    internal TableOptions ForReader(IEnumerable<string> columnNames)
    {
        Validate();
        var label = LabelColumn ?? Table.LabelColumn;
        string[] names = [.. columnNames];
        var isSaid = label is not null || Table.AbnormalValues.Count + Table.NormalValues.Count + Table.UnlabeledValues.Count > 0;
        return Table with
        {
            LabelColumn = label,
            HasLabel = Table.HasLabel && (isSaid || names.Any(name => name.Equals(Label, StringComparison.OrdinalIgnoreCase))),

            // Of a column of ids that is not there the reader of ids tells.
            IgnoredColumns = IdColumn is null || Table.IgnoredColumns.Contains(IdColumn) || !names.Contains(IdColumn.Trim())
                ? Table.IgnoredColumns
                : [.. Table.IgnoredColumns, IdColumn],
        };
    }

    private void Validate()
    {
        ArgumentNullException.ThrowIfNull(Table, "options." + nameof(Table));
        if (!Enum.IsDefined(Scaling))
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(Scaling),
                Scaling,
                $"Scaling is {(int)Scaling}; {string.Join(" and ", Enum.GetNames<FeatureScaling>())} are allowed.");
        }

        RequireName(IdColumn, nameof(IdColumn));
        RequireName(LabelColumn, nameof(LabelColumn));
        if (LabelColumn is not null && !Table.HasLabel)
        {
            throw new ArgumentException(
                $"The label column is said to be '{LabelColumn}', and that there is none (Table.HasLabel). Say one of both.",
                "options." + nameof(LabelColumn));
        }

        if (LabelColumn is not null && Table.LabelColumn is not null && LabelColumn != Table.LabelColumn)
        {
            throw new ArgumentException(
                $"The label column is said to be '{LabelColumn}' and, in Table.LabelColumn, '{Table.LabelColumn}'. Say one of both.",
                "options." + nameof(LabelColumn));
        }

        if (IdColumn is not null && IdColumn == (LabelColumn ?? Table.LabelColumn))
        {
            throw new ArgumentException(
                $"'{IdColumn}' is said to name the rows and to be the label. Name another column as one of both.",
                "options." + nameof(IdColumn));
        }
    }

    private static void RequireName(string? name, string option)
    {
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, "options." + option);
        }
    }
}
