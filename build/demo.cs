#:property PublishAot=false
#:project Probe/Probe.csproj

// The main job: from a CSV to AUC through an ML.NET pipeline, with an expert's few answers.
// dotnet run build/demo.cs            one run
// dotnet run build/demo.cs -- --help  what else it can do
using ActiveAnomaly.Build;

var repository = Repository.Find();
PackageProbe.Run(repository);
return repository.Dotnet(["run", "--configuration", "Release", "--project", repository.PathOf("src", "Examples"), "--", "demo", .. args]);
