using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class RowPreviewTests
{
    [TestMethod]
    public void Read_RowsInAnyOrder_GivesTheirValuesInThatOrder()
    {
        var rows = Preview("Name", "Height", "IsNew", "Count").Read([7, 2, 7]);

        var raw = Rows.Raw();
        Assert.HasCount(3, rows);
        foreach (var (values, expected) in rows.Zip((RawRow[])[raw[7], raw[2], raw[7]]))
        {
            Assert.AreEqual(
                ((object)expected.Name, (object)expected.Height, (object)expected.IsNew, (object)expected.Count),
                (values["Name"], values["Height"], values["IsNew"], values["Count"]));
        }
    }

    [TestMethod]
    public void Read_Vector_GivesAnArray() => CollectionAssert.AreEqual(Rows.Raw()[3].Rest, (float[])Preview("Rest").Read([3])[0]["Rest"]);

    [TestMethod]
    public void Read_NoColumnsNamed_GivesAllThatCanBeShown()
    {
        var preview = Preview();

        CollectionAssert.AreEqual((string[])["Height", "Width", "Rest", "Name", "IsNew", "Count", "Group", "Label"], preview.ColumnNames.ToArray());
        Assert.HasCount(8, preview.Read([0])[0]);
    }

    [TestMethod]
    public void Read_KeyOfText_GivesTheText()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var keyed = mlContext.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data).Transform(data);

        Assert.AreEqual("row 5", mlContext.ActiveAnomaly().CreatePreview(keyed, "Key").Read([5])[0]["Key"]);
    }

    [TestMethod]
    public void Read_MissingKeyOfText_GivesTheEmptyString()
    {
        var mlContext = new MLContext(1);
        var known = mlContext.View(Rows.Raw(3));
        var keyed = mlContext.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(known).Transform(mlContext.View(Rows.Raw()));

        Assert.AreEqual(string.Empty, mlContext.ActiveAnomaly().CreatePreview(keyed, "Key").Read([5])[0]["Key"]);
    }

    [TestMethod]
    public void Read_KeyWithoutTexts_GivesItsNumber() => Assert.AreEqual(Rows.Raw()[3].Group + 1, Preview("Group").Read([3])[0]["Group"]);

    [TestMethod]
    public void Read_SeveralRows_IsOnePassThatEndsWithTheLast()
    {
        var mlContext = new MLContext(1);
        var read = 0;
        IEnumerable<RawRow> Counted()
        {
            foreach (var row in Rows.Raw())
            {
                read++;
                yield return row;
            }
        }

        mlContext.ActiveAnomaly().CreatePreview(mlContext.Data.LoadFromEnumerable(Counted()), "Name").Read([40, 2, 11]);

        Assert.AreEqual(41, read);
    }

    [TestMethod]
    public void Read_NoRows_ReadsNothing() => Assert.IsEmpty(Preview("Name").Read([]));

    [TestMethod]
    [DataRow(80)]
    [DataRow(-1)]
    public void Read_RowThatIsNotThere_ThrowsWithTheNumberOfRows(int row) => Assert.Contains(
        $"no row {row}; the data has 80 rows", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Preview("Name").Read([3, row])).Message);

    [TestMethod]
    public void Read_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => Preview("Name").Read([3], new CancellationToken(canceled: true)));

    [TestMethod]
    public void CreatePreview_ColumnThatIsNotThere_ThrowsWithThoseThereAre()
    {
        var message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Preview("Colour")).Message;

        Assert.Contains("'Colour'", message);
        Assert.Contains("'Height'", message);
    }

    [TestMethod]
    public void Read_RowsOfASession_AreThoseOfItsPool()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var session = mlContext.ActiveAnomaly().CreateSession(data, mlContext.NceTrainer(Fast.Untrained), new global::ActiveAnomaly.Querying.HighConfidenceStrategy());
        session.Train();
        int[] asked = [.. session.Query(5).Select(row => row.RowIndex)];
        var shown = mlContext.ActiveAnomaly().CreatePreview(data, "Features").Read(asked);

        foreach (var (row, values) in asked.Zip(shown))
        {
            CollectionAssert.AreEqual(session.Pool.Row(row).ToArray(), (float[])values["Features"]);
        }
    }

    private static RowPreview Preview(params string[] columnNames)
    {
        var mlContext = new MLContext(1);
        return mlContext.ActiveAnomaly().CreatePreview(mlContext.View(Rows.Raw()), columnNames);
    }
}
