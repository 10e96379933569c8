// The runs of a test take all processors.
[assembly: DoNotParallelize]
