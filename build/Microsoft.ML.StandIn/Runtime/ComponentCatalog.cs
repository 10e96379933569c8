using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The custom mapping factories that a saved model may name.</summary>
public sealed class ComponentCatalog
{
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<string, Type> _factories = [];

    internal ComponentCatalog() { }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        lock (_assemblies)
        {
            if (!_assemblies.Add(assembly.FullName)) return;
            foreach (var type in assembly.GetTypes().Where(type => type.IsClass && !type.IsAbstract))
            {
                if (type.GetCustomAttribute<ExtensionBaseAttribute>() is not { } contract) continue;
                if (!_factories.TryAdd(contract.ContractName, type) && throwOnError)
                    throw new InvalidOperationException($"Two classes declare the contract '{contract.ContractName}'; one is {type}.");
            }
        }
    }

    internal object CreateFactory(string contractName)
    {
        lock (_assemblies)
        {
            if (!_factories.TryGetValue(contractName, out var type))
                throw new InvalidOperationException($"No registered assembly has a factory for the contract '{contractName}'.");
            return Activator.CreateInstance(type);
        }
    }
}
