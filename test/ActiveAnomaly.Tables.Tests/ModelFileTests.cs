using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables;

/// <summary>What was understood is saved with a model, and applied to the tables that it scores.</summary>
[TestClass]
public sealed class ModelFileTests
{
    private const string Training = "n,c,m,label\n1,x,10,0\n2,y,20,0\n4,x,60,1\n,x,30,0\n";

    private static readonly TableOptions Median = new() { Missing = MissingCells.Median };

    [TestMethod]
    public void ReadSchema_ModelOfAPipeline_ReadsNewTablesForIt()
    {
        var context = new MLContext(seed: 1);
        var table = Given.Table(Training, Median);
        var data = table.ToDataView();
        var model = context.Transforms.Categorical.OneHotEncoding("c1", "c")
            .Append(context.Transforms.Concatenate("Features", "n", "c1", "m"))
            .Fit(data);
        using var file = new TemporaryFile([], "model.zip");
        context.Model.Save(model, data.Schema, file.Path);
        ModelFile.Attach(file.Path, table.Schema);

        var loaded = context.Model.Load(file.Path, out _);
        var scored = Given.Scored("extra,m,n,c\nq,5,7,y\nq,6,,x\nq,7,9,new\n", ModelFile.ReadSchema(file.Path)!);

        float[][] features = [.. loaded.Transform(scored.ToDataView()).GetColumn<float[]>("Features")];
        CollectionAssert.AreEqual(new float[] { 7, 0, 1, 5 }, features[0]);
        CollectionAssert.AreEqual(new float[] { 2, 1, 0, 6 }, features[1]);
        CollectionAssert.AreEqual(new float[] { 9, 0, 0, 7 }, features[2]);
        Assert.Contains("Missing cells, filled: 'n' 1 (median: 2).", scored.Describe());
        Assert.Contains("Left out: 'extra' (the model was not trained on it).", scored.Describe());
        Assert.Contains("'c' has 1 cell of categories that the model was not trained on: 'new' (line 4)", scored.Notes());
    }

    [TestMethod]
    public void Attach_SchemaThatIsThere_IsReplaced()
    {
        using var file = Model();
        var (first, second) = (Given.Table("a,label\n1,0\n").Schema, Given.Table("b,label\n1,0\n").Schema);
        ModelFile.Attach(file.Path, first);
        ModelFile.Attach(file.Path, second);

        Assert.AreEqual("b", ModelFile.ReadSchema(file.Path)!.Columns[0].Name);
        using var archive = ZipFile.OpenRead(file.Path);
        Assert.AreEqual(1, archive.Entries.Count(entry => entry.FullName == ModelFile.EntryName));
    }

    [TestMethod]
    public void ReadSchema_ModelWithoutOne_IsNull()
    {
        using var file = Model();

        Assert.IsNull(ModelFile.ReadSchema(file.Path));
    }

    /// <summary>Each system's own separator is in the names of what ML.NET writes there, and ML.NET reads both.</summary>
    [TestMethod]
    [DataRow('/')]
    [DataRow('\\')]
    public void Attach_ModelSavedOnAnySystem_IsReadAgain(char separator)
    {
        var schema = Given.Table("a,label\n1,0\n").Schema;
        using var saved = Model();
        using var file = new TemporaryFile(Separated(saved.Path, separator), "model.zip");
        ModelFile.Attach(file.Path, schema);

        Assert.AreEqual("a", ModelFile.ReadSchema(file.Path)!.Columns[0].Name);
        var context = new MLContext(seed: 1);
        var data = context.Data.LoadFromEnumerable(new[] { new OneNumber { A = 7 } });
        Assert.AreEqual(7, context.Model.Load(file.Path, out _).Transform(data).GetColumn<float>("B").Single());
    }

    [TestMethod]
    public void Attach_FileThatIsNotThere_IsRefusedAndNotMade()
    {
        var schema = Given.Table(Training, Median).Schema;
        using var file = Model();
        var path = file.Path + ".none";

        Assert.ThrowsExactly<TableException>(() => ModelFile.Attach(path, schema)).HasMessage($"There is no model file '{path}'.");
        Assert.ThrowsExactly<TableException>(() => ModelFile.ReadSchema(path)).HasMessage($"There is no model file '{path}'.");
        Assert.IsFalse(File.Exists(path));
    }

    [TestMethod]
    public void Attach_FileThatIsNoModel_IsRefusedAndUnchanged()
    {
        var schema = Given.Table(Training, Median).Schema;
        using var text = new TemporaryFile([.. "no zip archive"u8], "model.zip");
        using var other = new TemporaryFile(Archive("xl/workbook.xml", "x"), "book.xlsx");
        foreach (var path in new[] { text.Path, other.Path })
        {
            var bytes = File.ReadAllBytes(path);
            Assert.ThrowsExactly<TableException>(() => ModelFile.Attach(path, schema))
                .HasMessage($"'{path}' is no model file", "mlContext.Model.Save");
            Assert.ThrowsExactly<TableException>(() => ModelFile.ReadSchema(path)).HasMessage($"'{path}' is no model file");
            CollectionAssert.AreEqual(bytes, File.ReadAllBytes(path));
        }
    }

    [TestMethod]
    public void Attach_SameSchema_GivesTheSameBytes()
    {
        var schema = Given.Table(Training, Median).Schema;
        var bytes = Archive("TrainingInfo/Version.txt", "x");
        using var first = new TemporaryFile(bytes, "a.zip");
        using var second = new TemporaryFile(bytes, "b.zip");
        ModelFile.Attach(first.Path, schema);
        ModelFile.Attach(second.Path, schema);

        CollectionAssert.AreEqual(File.ReadAllBytes(first.Path), File.ReadAllBytes(second.Path));
        using var archive = ZipFile.OpenRead(first.Path);
        Assert.AreEqual(1980, archive.GetEntry(ModelFile.EntryName)!.LastWriteTime.Year);
    }

    [TestMethod]
    public void ReadSchema_DamagedModel_IsRefusedOrTheSame()
    {
        using var model = new TemporaryFile(Archive("TrainingInfo/Version.txt", "x"), "model.zip");
        var schema = Given.Table(Training, Median).Schema;
        ModelFile.Attach(model.Path, schema);
        var bytes = File.ReadAllBytes(model.Path);
        var refusedCount = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x55;
            File.WriteAllBytes(model.Path, damaged);
            try
            {
                if (ModelFile.ReadSchema(model.Path) is { } read)
                {
                    CollectionAssert.AreEqual(schema.ToJson(), read.ToJson());
                }
            }
            catch (TableException)
            {
                refusedCount++;
            }
        }

        Assert.IsGreaterThan(bytes.Length / 3, refusedCount);
    }

    [TestMethod]
    public void ReadSchema_DamagedListOfEntries_IsRefusedAndTheFileLetGo()
    {
        var bytes = Archive("TrainingInfo/Version.txt", "x");
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8)] ^= 0x55;
        using var model = new TemporaryFile(bytes, "model.zip");

        Assert.ThrowsExactly<TableException>(() => ModelFile.ReadSchema(model.Path)).HasMessage("is no model file, or damaged");
        using var alone = new FileStream(model.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [TestMethod]
    public void Attach_NoPathOrSchema_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => ModelFile.Attach(null!, Given.Table("a,label\n1,0\n").Schema));
        Assert.ThrowsExactly<ArgumentNullException>(() => ModelFile.Attach("x", null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => ModelFile.ReadSchema(null!));
    }

    private static TemporaryFile Model()
    {
        var context = new MLContext(seed: 1);
        var data = context.Data.LoadFromEnumerable(new[] { new OneNumber() });
        var file = new TemporaryFile([], "model.zip");
        context.Model.Save(context.Transforms.CopyColumns("B", "A").Fit(data), data.Schema, file.Path);
        return file;
    }

    private static byte[] Archive(string entryName, string text)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(entryName).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }

    /// <summary>Gives an archive with another separator in the names of its entries.</summary>
    private static byte[] Separated(string path, char separator)
    {
        using var stream = new MemoryStream();
        using (var archive = ZipFile.OpenRead(path))
        using (var copy = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in archive.Entries)
            {
                using var from = entry.Open();
                using var to = copy.CreateEntry(entry.FullName.Replace('\\', separator).Replace('/', separator)).Open();
                from.CopyTo(to);
            }
        }

        return stream.ToArray();
    }

    private sealed class OneNumber
    {
        public float A { get; set; }
    }
}
