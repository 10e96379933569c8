#:property PublishAot=false
#:project Probe/Probe.csproj

// All tests. Arguments go on to "dotnet test", for example: dotnet run build/test.cs -- --filter Name~Nce
using ActiveAnomaly.Build;

var repository = Repository.Find();
PackageProbe.Run(repository);
return TestCommand.Run(repository, args);
