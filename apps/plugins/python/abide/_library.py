"""The library libabide through ctypes: where it is, what its functions take, and how statuses become exceptions.

Everything else in this package calls the functions here; nothing else knows ctypes.
"""
from __future__ import annotations

import ctypes
import json
import os
import pathlib
import threading

from . import _errors, _place

ABI = 1  # ABIDE_ABI_VERSION of abide/abide.h
OLDEST = (0, 1, 0)
FILE_NAMES = ("libabide.so.0", "libabide.so", "libabide.0.dylib", "libabide.dylib")
OK, END, STOPPED = 0, 4, 30

Handle = ctypes.c_void_p
Out = ctypes.POINTER(ctypes.c_void_p)
Text = ctypes.c_char_p
LISTENER = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)


class Power(ctypes.Structure):
    """abide_power"""
    _fields_ = [("coordinate", ctypes.c_uint64), ("exponent", ctypes.c_uint32), ("logarithm", ctypes.c_uint32)]


class Term(ctypes.Structure):
    """abide_term"""
    _fields_ = [("coefficient", Text), ("powers", ctypes.POINTER(Power)), ("power_count", ctypes.c_size_t)]


class Array(ctypes.Structure):
    """abide_array"""
    _fields_ = [("name", Text), ("dimensions", ctypes.c_uint32), ("rows", ctypes.c_uint32), ("columns", ctypes.c_uint32)]


class ModelTerm(ctypes.Structure):
    """abide_model_term"""
    _fields_ = [("entry", ctypes.c_uint64), ("component", ctypes.c_uint64), ("term", Term)]


# What functions take before (…, out, error); those that end so return a status.
SIZE, NUMBER, WORD = ctypes.c_size_t, ctypes.c_uint64, ctypes.c_int
FALLIBLE = {
    "model_from_specification": [Text, Handle],
    "model_from_toml": [Text, SIZE, Text, Handle],
    "model_from_canonical": [Text, SIZE, Text, Handle],
    "model_from_terms": [Text, ctypes.POINTER(Array), SIZE, WORD, NUMBER, ctypes.POINTER(ModelTerm), SIZE, Handle],
    "model_from_expressions": [Text, ctypes.POINTER(Array), SIZE, WORD, ctypes.POINTER(Text), SIZE, Handle],
    "model_with_dynamics": [Handle, Text, Text, Text],
    "model_title": [Handle],
    "model_canonical": [Handle, Handle],
    "model_arrays": [Handle],
    "families": [Text],
    "options_create": [],
    "job_create": [],
    "certify": [Handle, Handle, Handle],
    "result_count_text": [Handle, WORD],
    "result_dimension": [Handle, ctypes.c_uint32],
    "result_model": [Handle],
    "result_export": [Handle, Text, Text, Text],
    "result_families": [Handle],
    "result_certificate": [Handle, Text, Handle],
    "laws_create": [Handle, Text],
    "laws_read": [Handle, NUMBER],
    "check_certificate": [Handle, Text, SIZE, Text, Text, Handle, Handle],
    "verdict_result": [Handle],
    "sweep": [Text, SIZE, Text, Handle, Handle],
}
OTHERS = {
    "version": (Text, []),
    "abi_version": (WORD, []),
    "has_feature": (WORD, [Text]),
    "live_handles": (SIZE, []),
    "formats": (Text, []),
    "error_message": (Text, [Handle]),
    "error_file": (Text, [Handle]),
    "error_line": (NUMBER, [Handle]),
    "error_column": (NUMBER, [Handle]),
    "text_data": (ctypes.c_void_p, [Handle]),
    "text_size": (SIZE, [Handle]),
    "model_coordinates": (NUMBER, [Handle]),
    "options_set": (WORD, [Handle, Text, Text, Out]),
    "job_listen": (WORD, [Handle, LISTENER, ctypes.c_void_p]),
    "cancel": (WORD, [Handle]),
    "result_outcome": (WORD, [Handle, ctypes.POINTER(WORD)]),
    "result_remark": (Text, [Handle]),
    "result_is_complete": (WORD, [Handle]),
    "verify": (WORD, [Handle, Text, Handle, Handle, ctypes.POINTER(WORD), Out, Out]),
    "verdict_outcome": (WORD, [Handle, ctypes.POINTER(WORD)]),
    "verdict_lines": (Text, [Handle]),
    **{f"{name}_free": (None, [Handle]) for name in ("error", "text", "model", "options", "job", "result", "laws", "verdict")},
}

_library = None
_lock = threading.Lock()


def candidates() -> list[str]:
    """Where the library may be, in the order of trying: ABIDE_LIBRARY alone if that is set; beside this package; where it
    was installed with this package; in a build tree around it; where the loader finds it."""
    named = os.environ.get("ABIDE_LIBRARY")
    if named:
        return [named]
    here = pathlib.Path(__file__).resolve().parent
    places = [here / name for name in FILE_NAMES]
    if _place.LIBRARY:
        places.append(pathlib.Path(_place.LIBRARY))
    if here.parts[-4:] == ("apps", "plugins", "python", "abide"):
        places += [here.parents[3] / "build" / "lib" / name for name in FILE_NAMES]
    return [str(place) for place in places if place.exists()] + list(FILE_NAMES)


def _fits(library: ctypes.CDLL, path: str) -> None:
    expected = f"expected ABI {ABI} of version {'.'.join(map(str, OLDEST))} or later (libabide.so.0)"
    try:
        library.abide_version.restype = Text
        version, abi = library.abide_version().decode(), library.abide_abi_version()
    except AttributeError:
        raise _errors.LibraryError(f"{path}: {expected}, found a library without abide_version(): older than 0.1, or not abide") from None
    if abi != ABI or tuple(int(n) for n in version.split(".")) < OLDEST:
        raise _errors.LibraryError(f"{path}: {expected}, found version {version} with ABI {abi}")


def _load() -> ctypes.CDLL:
    tried = []
    for path in candidates():
        try:
            library = ctypes.CDLL(path)
        except OSError as error:
            tried.append(f"  {error}")
            continue
        _fits(library, path)
        break
    else:
        raise _errors.LibraryError("libabide is not found. Install it (meson install), or set ABIDE_LIBRARY to its path. "
                                   "Tried:\n" + "\n".join(dict.fromkeys(tried)))
    try:
        for name, arguments in FALLIBLE.items():
            getattr(library, "abide_" + name).argtypes = [*arguments, Out, Out]
        for name, (returns, arguments) in OTHERS.items():
            function = getattr(library, "abide_" + name)
            function.restype, function.argtypes = returns, arguments
    except AttributeError as error:
        raise _errors.LibraryError(f"{path}: expected the functions of abide/abide.h, found none for {error}") from None
    library.path = path
    return library


def library() -> ctypes.CDLL:
    """The library, loaded when it is first needed."""
    global _library
    with _lock:
        if _library is None:
            _library = _load()
        return _library


class Owned:
    """A handle that is freed with the object that holds it."""

    def __init__(self, kind: str, handle: int):
        self.kind, self.handle = kind, handle

    @property
    def _as_parameter_(self):
        return Handle(self.handle)

    def __del__(self):
        if _library is not None:  # None again when Python ends
            getattr(_library, f"abide_{self.kind}_free")(Handle(self.handle))


ERRORS = {1: _errors.InputError, 5: _errors.LimitError, 6: MemoryError, 7: _errors.CheckerError, STOPPED: _errors.Stopped}


def raise_for(status: int, error: ctypes.c_void_p) -> None:
    """The exception for a status, with what its error handle says."""
    if status in (OK, END):
        return
    lib = library()
    held = Owned("error", error.value)
    message = (lib.abide_error_message(held) or b"").decode("utf-8", "replace") or f"status {status}"
    kind = ERRORS.get(status, _errors.InternalError)
    if kind is _errors.InputError:
        file = (lib.abide_error_file(held) or b"").decode("utf-8", "replace")
        raise kind(message, file, lib.abide_error_line(held), lib.abide_error_column(held))
    raise kind(message)


def call(name: str, *arguments, kind: str | None = None) -> Owned | str | None:
    """Calls a function of FALLIBLE. What it gives: an Owned of `kind`, or without one a text; None at ABIDE_END."""
    lib = library()
    out, error = Handle(), Handle()
    status = getattr(lib, "abide_" + name)(*arguments, ctypes.byref(out), ctypes.byref(error))
    raise_for(status, error)
    if status == END:
        return None
    return Owned(kind, out.value) if kind else take_text(out)


def take_text(handle: ctypes.c_void_p) -> str:
    """The text of a handle, which is freed."""
    held = Owned("text", handle.value)
    lib = library()
    return ctypes.string_at(lib.abide_text_data(held), lib.abide_text_size(held)).decode("utf-8")


def call_json(name: str, *arguments):
    """The same of a function that gives JSON."""
    text = call(name, *arguments)
    return None if text is None else json.loads(text)


def outcome(name: str, handle: Owned) -> int:
    """abide_result_outcome, abide_verdict_outcome"""
    out = WORD()
    raise_for(getattr(library(), "abide_" + name)(handle, ctypes.byref(out)), Handle())
    return out.value


def contents(path) -> bytes:
    """Those of a file."""
    try:
        return pathlib.Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise _errors.InputError(f"{os.fspath(path)}: {getattr(error, 'strerror', None) or error}", os.fspath(path)) from None


def encoded(text: str | None, what: str = "text") -> bytes | None:
    """Text as C takes it: no NUL inside."""
    if text is None:
        return None
    if not isinstance(text, str):
        raise _errors.InputError(f"{what}: expected a string, found {type(text).__name__}")
    data = text.encode("utf-8", "surrogatepass")
    if b"\0" in data:
        raise _errors.InputError(f"{what}: expected text, found a NUL character at {data.index(0) + 1}")
    return data
