using System.Runtime.CompilerServices;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>What ML.NET needs of the program that it runs in.</summary>
internal static class DynamicCode
{
    /// <summary>Throws where ML.NET could not make the code by which a model scores rows; it would say so after all the training.</summary>
    /// <exception cref="NotSupportedException">The program has making code turned off.</exception>
    public static void Require()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            throw new NotSupportedException(
                "ML.NET makes code while it runs, and this program has that turned off, as programs of one file (dotnet run FILE.cs) and "
                + "those that are published with PublishAot have. Add '#:property PublishAot=false' below the file's first line, or "
                + "<PublishAot>false</PublishAot> to the project.");
        }
    }
}
