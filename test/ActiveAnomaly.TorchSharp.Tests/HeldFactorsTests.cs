using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;

namespace ActiveAnomaly.Torch;

/// <summary>
/// No call of ours reaches a member of TorchSharp that makes a factor and lets go of it while libtorch reads it: which members these are is
/// read from TorchSharp's own instructions.
/// </summary>
[TestClass]
public sealed class HeldFactorsTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(code => code.Value);

    [TestMethod]
    public void Calls_OfTheEngine_ReachNoMemberThatLosesItsFactor()
    {
        var library = MethodsOf(typeof(torch).Assembly).ToDictionary(method => method, method => Calls(method).ToArray());
        var losing = library.Where(method => Loses(method.Key, method.Value)).Select(method => method.Key).ToHashSet();
        int count;
        do
        {
            count = losing.Count;
            losing.UnionWith([.. library.Where(method => method.Value.Any(losing.Contains)).Select(method => method.Key)]);
        }
        while (losing.Count > count);

        Assert.Contains(typeof(torch.Tensor).GetMethod("add", [typeof(torch.Tensor)])!, losing);
        Assert.Contains(typeof(torch.Tensor).GetMethod("square", [])!, losing);
        Assert.Contains(typeof(torch.nn.functional).GetMethod("softplus")!, losing);
        Assert.DoesNotContain(typeof(torch.Tensor).GetMethod("add", [typeof(torch.Tensor), typeof(Scalar)])!, losing);

        string[] found =
        [
            .. from method in MethodsOf(typeof(HeldFactors).Assembly)
               from called in Calls(method).Where(losing.Contains)
               select $"{method.DeclaringType}.{method.Name} calls {called.DeclaringType}.{called.Name}",
        ];
        Assert.IsEmpty(found, string.Join(Environment.NewLine, found));
    }

    [TestMethod]
    public void Factors_ThatTheEngineMakes_AreKeptInAFieldOrDisposed()
    {
        var methods = MethodsOf(typeof(HeldFactors).Assembly).ToArray();
        Assert.Contains(method => Makes(Calls(method)), methods);
        string[] found =
        [
            .. from method in methods
               where method is not ConstructorInfo && Loses(method, [.. Calls(method)])
               select $"{method.DeclaringType}.{method.Name}",
        ];
        Assert.IsEmpty(found, string.Join(Environment.NewLine, found));
    }

    /// <summary>Whether a method makes a factor out of a number and does not dispose it after the call.</summary>
    private static bool Loses(MethodBase method, MethodBase[] calls) =>
        method.DeclaringType != typeof(Scalar)
        && method.DeclaringType != typeof(ScalarExtensionMethods)
        && Makes(calls)
        && !calls.Any(called => called.Name == nameof(IDisposable.Dispose));

    private static bool Makes(IEnumerable<MethodBase> calls) =>
        calls.Any(called => called is MethodInfo { Name: "op_Implicit" or "ToScalar" } made && made.ReturnType == typeof(Scalar));

    private static IEnumerable<MethodBase> MethodsOf(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)));

    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } bytes)
        {
            yield break;
        }

        var typeArguments = method.DeclaringType?.GetGenericArguments();
        var methodArguments = method is MethodInfo ? method.GetGenericArguments() : null;
        for (var i = 0; i < bytes.Length;)
        {
            var value = bytes[i] == 0xFE ? (short)((0xFE << 8) | bytes[i + 1]) : bytes[i];
            var code = OpCodesByValue[value];
            i += code.Size;
            if (code.OperandType == OperandType.InlineMethod)
            {
                yield return method.Module.ResolveMethod(BitConverter.ToInt32(bytes, i), typeArguments, methodArguments)!;
            }

            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(bytes, i)),
                _ => 4,
            };
        }
    }
}
