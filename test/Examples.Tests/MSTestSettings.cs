// Examples write to the console of the process.
[assembly: DoNotParallelize]
