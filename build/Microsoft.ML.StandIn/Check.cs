using System.Reflection;

namespace Microsoft.ML;

/// <summary>Argument checks that throw the exception types that ML.NET throws.</summary>
internal static class Check
{
    public static void NotNull(object value, string name)
    {
        if (value is null) throw new ArgumentNullException(name);
    }

    public static void NotEmpty(string value, string name)
    {
        if (string.IsNullOrEmpty(value)) throw new ArgumentOutOfRangeException(name, "A name is needed, neither null nor empty.");
    }

    public static void Argument(bool holds, string name, string message)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, message);
    }

    public static void State(bool holds, string message)
    {
        if (!holds) throw new InvalidOperationException(message);
    }

    public static Exception MissingColumn(string parameter, string column) =>
        new ArgumentOutOfRangeException(parameter, $"The input has no column '{column}'.");

    public static Exception WrongType(string parameter, string column, string expected, string found) =>
        new ArgumentOutOfRangeException(parameter, $"Column '{column}' has type {found}; it must be {expected}.");
}

/// <summary>Calls a generic method whose type argument is known at run time only.</summary>
internal static class Generic
{
    /// <param name="pattern">Any instantiation of the method, for example <c>Make&lt;int&gt;</c>.</param>
    public static object Call(Delegate pattern, Type argument, params object[] arguments) =>
        pattern.Method.GetGenericMethodDefinition().MakeGenericMethod(argument)
            .Invoke(pattern.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    public static object Call2(Delegate pattern, Type first, Type second, params object[] arguments) =>
        pattern.Method.GetGenericMethodDefinition().MakeGenericMethod(first, second)
            .Invoke(pattern.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
