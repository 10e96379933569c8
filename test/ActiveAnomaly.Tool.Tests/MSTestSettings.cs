// Commands train on all processors, and one of them reads an environment variable.
[assembly: DoNotParallelize]
