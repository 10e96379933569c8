using System.Reflection;

namespace Microsoft.ML.StandIn.Tests;

/// <summary>Lists what an assembly shows to those who reference it: one line a type or member, sorted.</summary>
public static class PublicApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string[] Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(LinesOf).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> LinesOf(Type type)
    {
        yield return $"{Name(type)} : {Kind(type)}{Bases(type)}{Constraints(type.GetGenericArguments())}";
        if (typeof(Delegate).IsAssignableFrom(type)) yield break;
        foreach (var member in type.GetMembers(Declared))
            if (Describe(member) is { } line) yield return $"{Name(type)}.{line}";
    }

    private static string Kind(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {Name(invoke.ReturnType)} ({Parameters(invoke)})";
        }
        return type.IsInterface ? "interface" : type.IsEnum ? $"enum {Name(Enum.GetUnderlyingType(type))}" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed
                ? "sealed class" : "class";
    }

    private static string Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type)) return "";
        var bases = type.GetInterfaces().Where(face => face.IsVisible).Select(Name).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) bases.Insert(0, Name(parent));
        return bases.Count == 0 ? "" : $" ({string.Join(", ", bases)})";
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field) && !field.IsSpecialName => Describe(field),
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic =>
            $"ctor({Parameters(constructor)}) : {Access(IsFamily(constructor))}constructor",
        PropertyInfo property when Accessors(property).Length > 0 => Describe(property),
        EventInfo { AddMethod: { } add } evt when IsVisible(add) => $"{evt.Name} : {Modifiers(add)}event {Name(evt.EventHandlerType!)}",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            Describe(method),
        _ => null,
    };

    private static string Describe(FieldInfo field)
    {
        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $"{field.Name} : {Access(field.IsFamily || field.IsFamilyOrAssembly)}{kind}{Name(field.FieldType)}{value}";
    }

    private static string Describe(PropertyInfo property)
    {
        string modifiers = Modifiers(property.GetMethod ?? property.SetMethod!);
        return $"{property.Name}{Index(property)} : {modifiers}{Name(property.PropertyType)} {{ {Accessors(property)} }}";
    }

    private static string Describe(MethodInfo method)
    {
        string constraints = Constraints(method.IsGenericMethod ? method.GetGenericArguments() : []);
        return $"{method.Name}{Generics(method)}({Parameters(method)}) : {Modifiers(method)}{Name(method.ReturnType)}{constraints}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || IsFamily(method);

    private static bool IsFamily(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static string Access(bool isFamily) => isFamily ? "protected " : "";

    private static string Modifiers(MethodInfo method)
    {
        string slot = method.IsStatic ? "static "
            : method.DeclaringType!.IsInterface ? ""
            : method.GetBaseDefinition() != method ? (method.IsFinal ? "sealed override " : "override ")
            : method.IsAbstract ? "abstract "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        return Access(IsFamily(method)) + slot;
    }

    private static string Accessors(PropertyInfo property)
    {
        var parts = new List<string>();
        if (property.GetMethod is { } get && IsVisible(get)) parts.Add("get;");
        if (property.SetMethod is { } set && IsVisible(set))
            parts.Add(set.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit")
                ? "init;" : "set;");
        return string.Join(' ', parts);
    }

    private static string Index(PropertyInfo property)
    {
        var parameters = property.GetIndexParameters();
        return parameters.Length == 0 ? "" : $"[{string.Join(", ", parameters.Select(Parameter))}]";
    }

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), inherit: false) ? "this " : "")
        + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string direction = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref " : "";
        string many = parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params " : "";
        string value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return $"{many}{direction}{Name(type)} {parameter.Name}{value}";
    }

    private static string Constraints(IEnumerable<Type> arguments)
    {
        var clauses = new List<string>();
        foreach (var argument in arguments.Where(argument => argument.IsGenericParameter))
        {
            var flags = argument.GenericParameterAttributes;
            var parts = new List<string>();
            if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
            if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) parts.Add("struct");
            parts.AddRange(argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType))
                .Select(Name).Order(StringComparer.Ordinal));
            if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !parts.Contains("struct")) parts.Add("new()");
            if (parts.Count > 0) clauses.Add($" where {argument.Name} : {string.Join(", ", parts)}");
        }
        return string.Concat(clauses);
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char character => $"'{(char.IsControl(character) ? $"\\u{(int)character:x4}" : character)}'",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!)}";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return $"{Name(underlying)}?";
        var own = type.GetGenericArguments();
        int inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string simple = type.Name.Split('`')[0];
        string arguments = own.Length > inherited ? $"<{string.Join(", ", own.Skip(inherited).Select(Name))}>" : "";
        string prefix = type.DeclaringType is { } outer
            ? Name(outer.IsGenericTypeDefinition && !type.IsGenericTypeDefinition ? outer.MakeGenericType(own[..inherited]) : outer) + "."
            : type.Namespace is { } space ? space + "." : "";
        return prefix + simple + arguments;
    }
}
