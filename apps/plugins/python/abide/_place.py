"""Where the library was when this package was installed: Meson and pip write it here. Empty in the source tree."""
LIBRARY = ""
PROGRAMS = ""
