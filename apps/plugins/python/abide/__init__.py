"""abide: all conservation laws of a training dynamics, proved.

    >>> import abide
    >>> result = abide.certify("linear:3,2,4")
    >>> print(result)
    linear:3,2,4: 14 coordinates
    …
    >>> result.laws[0].to_sympy()

Questions: certify, laws, rank, verify, check, sweep. Objects: Model, Result, Law, Family, Certificate, Verdict.
Networks: from_torch, from_onnx; monitor watches the laws during a training run. Everything that goes wrong is an abide.Error.

The work is done by the library libabide, which is found by ABIDE_LIBRARY, beside this package, where it was installed, in the
build tree, or by the loader. SymPy, numpy, PyTorch, ONNX and matplotlib are imported only by what needs them.
"""
from ._ask import certify, check, families, has_feature, laws, library_path, rank, sweep, verify, version
from ._errors import CheckerError, Error, InputError, InternalError, Interrupted, LibraryError, LimitError, Stopped
from ._model import Model
from ._result import Certificate, Family, Law, Result, Verdict

__version__ = "0.1.0"
__all__ = ["certify", "laws", "rank", "verify", "check", "sweep", "Model", "Result", "Law", "Family", "Certificate", "Verdict",
           "from_torch", "from_onnx", "monitor", "families", "version", "has_feature", "library_path",
           "Error", "InputError", "LimitError", "Stopped", "Interrupted", "LibraryError", "CheckerError", "InternalError"]


def from_torch(module, input_shape=None):
    """The model φ of a PyTorch module, by the shapes of its layers. See help(abide.from_torch)."""
    from ._torch import from_torch as found
    return found(module, input_shape)


def from_onnx(path):
    """The model φ of an ONNX file, by the shapes of its layers."""
    from ._onnx import from_onnx as found
    return found(path)


def monitor(module, result, most=64):
    """Watches the laws of a result on the live weights of a module during training."""
    from ._monitor import Monitor
    return Monitor(module, result, most)
