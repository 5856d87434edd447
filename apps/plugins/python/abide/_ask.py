"""The questions: certify, laws, rank, verify, check, sweep."""
from __future__ import annotations

import ctypes
import json
import os
import pathlib

from . import _convert, _errors, _library
from ._model import Model
from ._result import OUTCOMES, Certificate, Law, Result, Verdict
from ._run import Run


def _options(**values):
    """An options handle; the library checks keys and values and says what it expected."""
    options = _library.call("options_create", kind="options")
    for key, value in values.items():
        if value is not None:
            key, error = key.replace("_", "-"), _library.Handle()
            text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
            _library.raise_for(_library.library().abide_options_set(options, key.encode(), _library.encoded(text, key), ctypes.byref(error)),
                               error)
    return options


def _model(model, dynamics=None, mirror=None, loss=None) -> Model:
    if isinstance(model, Model) and not (dynamics or mirror or loss):
        return model
    return Model(model, dynamics=dynamics, mirror=mirror, loss=loss)


def _result(model, question, dynamics, mirror, loss, progress, **options) -> Result:
    model = _model(model, dynamics, mirror, loss)
    given = _options(question=question, **options)
    run = Run(progress)
    handle, interrupted = run(lambda: _library.call("certify", model._handle, given, run.job, kind="result"))
    result = Result._of(handle, model)
    if interrupted and result.outcome == "stopped":
        raise _errors.Interrupted("interrupted; .result has what was proved before", result)
    if result.outcome == "stopped":
        raise _errors.Stopped((result.remark or "stopped by a limit") + "; .result has what was proved before", result)
    return result


def certify(model, *, degree: int | str | None = None, dynamics: str | None = None, mirror: str | None = None,
            loss: str | None = None, time_limit: float | str | None = None, memory_limit: int | str | None = None,
            threads: int | None = None, seed: int | None = None, progress=None, logarithms: bool | None = None,
            guess: bool | None = None, orbits: bool | None = None, evidence: str | None = None) -> Result:
    """Finds all conservation laws of a model, and proves, where that is so, that there are no others.

    model         a specification ("linear:3,2,4"), a file, or what Model takes: SymPy expressions, a numpy array of them, …
    degree        polynomial laws up to it (2); or bounds on groups, "theta:2,v:1,time:3"
    dynamics      "momentum:1", "nesterov", "weight-decay:1/2", …; gradient flow without it
    mirror, loss  "paper" or "metric"; "spanning" or "cross-entropy"
    time_limit    seconds; memory_limit: bytes, or "500M", "2G"
    logarithms    False: no laws with logarithms of coordinates, or products of their powers
    threads, seed, guess, orbits, evidence    how the result is found, never the result
    progress      a function of (stage, message), or True: tqdm where it is installed, else lines on standard error

    Returns a Result: its laws, counts, families, pictures and certificate. Raises Stopped, with what was proved as .result,
    at a limit; Interrupted, which is one and a KeyboardInterrupt, at Ctrl-C; InputError, with file, line and column, for
    a model that is wrong.

    >>> result = abide.certify("linear:3,2,4")
    >>> result.independent_laws, result.complete
    (3, True)
    """
    return _result(model, "certify", dynamics, mirror, loss, progress, degree=degree, time_limit=time_limit, memory_limit=memory_limit,
                   threads=threads, seed=seed, logarithms=logarithms, guess=guess, orbits=orbits, evidence=evidence)


def laws(model, *, degree: int | str | None = None, dynamics: str | None = None, mirror: str | None = None, loss: str | None = None,
         progress=None, **limits) -> Result:
    """The polynomial laws only, up to a degree, with a proof of their number. As certify otherwise."""
    return _result(model, "laws", dynamics, mirror, loss, progress, degree=degree, **limits)


def rank(model, *, dynamics: str | None = None, mirror: str | None = None, loss: str | None = None, progress=None, **limits) -> Result:
    """The Lie rank only: in how many independent directions trajectories can go. As certify otherwise."""
    return _result(model, "rank", dynamics, mirror, loss, progress, **limits)


def verify(model, law, *, dynamics: str | None = None, mirror: str | None = None, loss: str | None = None,
           time_limit: float | str | None = None, memory_limit: int | str | None = None, progress=None) -> Verdict:
    """Is a function conserved? law: text in the language of models, a Law, a SymPy expression or a term list.

    The Verdict is true or false; if it is false, .witness has a field and a point where the function changes.

    >>> bool(abide.verify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2"))
    True
    """
    model = _model(model, dynamics, mirror, loss)
    if isinstance(law, Law):
        law = law.expression
    elif not isinstance(law, str):
        law = _convert.text_of(_convert.terms_of(law, "law"))
    given, run = _options(time_limit=time_limit, memory_limit=memory_limit), Run(progress)

    def work():
        outcome, out, error = ctypes.c_int(), _library.Handle(), _library.Handle()
        _library.raise_for(_library.library().abide_verify(model._handle, _library.encoded(law, "law"), given, run.job, ctypes.byref(outcome),
                                                           ctypes.byref(out), ctypes.byref(error)), error)
        return outcome.value, _library.take_text(out)
    (outcome, text), interrupted = run(work)
    if interrupted:
        raise _errors.Interrupted("interrupted")
    said = json.loads(text)
    return Verdict(OUTCOMES[outcome], [], witness=said.get("witness"))


def check(certificate, model=None, *, program: str | None = None, time_limit: float | str | None = None, progress=None) -> Verdict:
    """Has abide-check, a program that shares no code with the library, check a certificate.

    certificate: a Certificate, the path of a file, or the bytes of one. model: what it must be about; without it the model of
    the Certificate, or the specification in its head. The Verdict is true if it is accepted; .lines are what abide-check printed,
    .result the accepted claims.
    """
    name = None
    if isinstance(certificate, Certificate):
        model = certificate.model if model is None else model
        data = certificate.text.encode()
    elif isinstance(certificate, (bytes, bytearray)):
        data = bytes(certificate)
    else:
        name, data = os.fspath(certificate), _library.contents(certificate)
    about = _model(model)._handle if model is not None else None
    given, run = _options(time_limit=time_limit), Run(progress)
    handle, interrupted = run(lambda: _library.call("check_certificate", about, data, len(data), _library.encoded(name, "certificate"),
                                                    _library.encoded(program, "program"), given, run.job, kind="verdict"))
    if interrupted:
        raise _errors.Interrupted("interrupted")
    outcome = OUTCOMES[_library.outcome("verdict_outcome", handle)]
    lines = (_library.library().abide_verdict_lines(handle) or b"").decode().splitlines()
    accepted = outcome in ("proved", "open")
    return Verdict(outcome, lines, result=Result._of(_library.call("verdict_result", handle, kind="result")) if accepted else None)


def sweep(source, *, time_limit: float | str | None = None, row_time_limit: float | str | None = None, threads: int | None = None,
          memory_limit: int | str | None = None, progress=None) -> list[dict]:
    """Many models, one row each: source is the path of a sweep file, or its text (TOML). The rows, as abide sweep writes them."""
    name = None
    if isinstance(source, os.PathLike) or "\n" not in source:
        name, data = os.fspath(source), _library.contents(source)
    else:
        data = _library.encoded(source, "sweep")
    given = _options(time_limit=time_limit, row_time_limit=row_time_limit, threads=threads, memory_limit=memory_limit)
    run = Run(progress)
    text, interrupted = run(lambda: _library.call("sweep", data, len(data), _library.encoded(name, "sweep"), given, run.job))
    rows = [json.loads(line) for line in text.splitlines()]
    if interrupted:
        raise _errors.Interrupted("interrupted; .result has the rows before", rows)
    return rows


def families(name: str | None = None) -> list[dict]:
    """The families of models, or one of them: syntax, parameters, map, example, source, laws."""
    return _library.call_json("families", _library.encoded(name, "family"))


def version() -> str:
    """The version of the library."""
    return _library.library().abide_version().decode()


def has_feature(name: str) -> bool:
    """Was the library built with "threads", "symmetry", "fflas", "zstd", "native"?"""
    return _library.library().abide_has_feature(_library.encoded(name, "feature")) == 1


def library_path() -> str:
    """The library that is used."""
    return _library.library().path


def program() -> str:
    """The program abide: where it was installed with this package, beside the library, in its build tree, or as a shell finds it."""
    from . import _place
    places = [pathlib.Path(_place.PROGRAMS, "abide")] if _place.PROGRAMS else []
    found = next((p for p in map(pathlib.Path, _library.candidates()) if p.exists()), None)
    if found:
        lib = found.resolve().parent
        places += [lib.parent / "bin" / "abide", lib.parent.parent / "bin" / "abide", lib.parent / "apps" / "abide" / "abide"]
    for place in places:
        if place.is_file() and os.access(place, os.X_OK):
            return str(place)
    import shutil
    on_path = shutil.which("abide")
    if on_path:
        return on_path
    raise _errors.Error("the program abide is not found: install it (meson install), or add its folder to PATH")
