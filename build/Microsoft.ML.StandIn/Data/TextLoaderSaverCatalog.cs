using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        new(Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null) =>
        new(options, dataSample);

    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        TextLoader.Create<TInput>(Options(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null) =>
        TextLoader.Create<TInput>(options, dataSample);

    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        CheckPath(path);
        return new TextLoader(Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse),
            dataSample: null).Load(path);
    }

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
    {
        CheckPath(path);
        var source = new MultiFileSource(path);
        return new TextLoader(options, source).Load(source);
    }

    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        CheckPath(path);
        return TextLoader.Create<TInput>(Options(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse),
            null).Load(path);
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        CheckPath(path);
        return TextLoader.Create<TInput>(options, null).Load(path);
    }

    private static TextLoader.Options Options(
        TextLoader.Column[] columns, char separator, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
    {
        Columns = columns,
        Separators = [separator],
        HasHeader = hasHeader,
        AllowQuoting = allowQuoting,
        TrimWhitespace = trimWhitespace,
        AllowSparse = allowSparse,
    };

    private static void CheckPath(string path)
    {
        Check.NotEmpty(path, nameof(path));
        Check.Argument(File.Exists(path), nameof(path), $"There is no file '{path}'.");
    }
}
