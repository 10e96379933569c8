// Commands write to the console of the process, and Spectre.Console allows one progress bar at a time.
[assembly: DoNotParallelize]
