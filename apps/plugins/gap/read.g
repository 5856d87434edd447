# What the package abide installs.
ReadPackage("abide", "lib/abide.gi");
