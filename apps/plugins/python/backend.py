"""Builds the wheel with the standard library alone, so that `pip install --no-index` needs nothing else (PEP 517).

A wheel that is made in a source tree with a build of the library remembers where that is (abide/_place.py).
"""
import base64
import hashlib
import pathlib
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
NAME, VERSION = "abide", "0.1.0"
METADATA = f"""Metadata-Version: 2.1
Name: {NAME}
Version: {VERSION}
Summary: All conservation laws of a training dynamics, proved
License: BSD-3-Clause
Requires-Python: >=3.9
"""


def _files():
    """Of the package: name to bytes."""
    files = {f"abide/{path.name}": path.read_bytes() for path in sorted((HERE / "abide").glob("*.py"))}
    build = HERE.parents[2] / "build"
    if (build / "lib" / "libabide.so.0").exists():
        files["abide/_place.py"] = (f'"""Where the library was when this package was installed."""\n'
                                    f"LIBRARY = {str(build / 'lib' / 'libabide.so.0')!r}\n"
                                    f"PROGRAMS = {str(build / 'apps' / 'abide')!r}\n").encode()
    return files


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """abide-VERSION-py3-none-any.whl"""
    info = f"{NAME}-{VERSION}.dist-info"
    files = {**_files(), f"{info}/METADATA": METADATA.encode(),
             f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: abide\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    record = ""
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(data)}\n"
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    wheel = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, wheel), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return wheel


def build_sdist(sdist_directory, config_settings=None):
    """abide-VERSION.tar.gz"""
    name = f"{NAME}-{VERSION}"
    with tarfile.open(pathlib.Path(sdist_directory, name + ".tar.gz"), "w:gz") as archive:
        for path in [HERE / "pyproject.toml", HERE / "backend.py", *sorted((HERE / "abide").glob("*.py"))]:
            archive.add(path, f"{name}/{path.relative_to(HERE)}")
    return name + ".tar.gz"
