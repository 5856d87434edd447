# What the package abide declares.
ReadPackage("abide", "lib/abide.gd");
