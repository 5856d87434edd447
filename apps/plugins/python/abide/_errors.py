"""What can go wrong, as exceptions: one class for each kind, all of them abide.Error."""
from __future__ import annotations


class Error(Exception):
    """Whatever abide raises."""


class InputError(Error, ValueError):
    """A text, a number, an option or an object is not what was expected.

    file, line, column: where, of texts; "" and 0 where unknown.
    """

    def __init__(self, message: str, file: str = "", line: int = 0, column: int = 0):
        super().__init__(message)
        self.file, self.line, self.column = file, line, column


class LimitError(Error):
    """The answer would not fit a stated limit; nothing was started."""


class Stopped(Error):
    """A limit of time or memory ended the work.

    result: a Result of what was proved before, or None if that is nothing.
    """

    def __init__(self, message: str, result=None):
        super().__init__(message)
        self.result = result


class Interrupted(Stopped, KeyboardInterrupt):
    """Ctrl-C ended the work: a KeyboardInterrupt that has the partial result, too."""


class LibraryError(Error, ImportError):
    """The library libabide is not found, cannot be loaded, or is of another version."""


class CheckerError(Error):
    """The program abide-check is not found, or cannot be run."""


class InternalError(Error):
    """A bug of abide."""
