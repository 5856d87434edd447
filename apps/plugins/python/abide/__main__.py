"""python -m abide: the command line, the program abide of the library that is used here."""
import os
import sys

from ._ask import program
from ._errors import Error


def main():
    try:
        path = program()
        sys.stdout.flush()
        os.execv(path, [path, *sys.argv[1:]])
    except (Error, OSError) as error:
        sys.exit(f"python -m abide: {error}")


main()
