using System.Text;

namespace ActiveAnomaly.Tool;

/// <summary>
/// Standard output or standard error that may lead to a full disk or nowhere. Results that cannot be written end a command, which says so;
/// of messages that cannot be written nobody can be told, and no finished work is given up for them.
/// </summary>
/// <param name="inner">Where it leads.</param>
/// <param name="isResult">Whether results are written there.</param>
internal sealed class StandardWriter(TextWriter inner, bool isResult) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            if (isResult)
            {
                throw new IOException($"Standard output cannot be written: {exception.Message}", exception);
            }
        }
    }
}
