"""The tests of the C interface in a process with a decimal comma: run.py [--valgrind] PROGRAM.
With --valgrind no invalid access and no lost memory (skipped where valgrind is missing). FLINT's own pool of numbers is no loss."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

command = sys.argv[-1:]
if "--valgrind" in sys.argv:
    if shutil.which("valgrind") is None:
        print("valgrind is not installed")
        sys.exit(77)
    command = ["valgrind", "-q", "--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite",
               "--error-exitcode=9",
               f"--suppressions={pathlib.Path(__file__).with_name('valgrind.supp')}", *command]
with tempfile.TemporaryDirectory() as folder:
    name = "de_DE.UTF-8"
    if shutil.which("localedef"):
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", str(pathlib.Path(folder, name))], capture_output=True)
    has_comma = pathlib.Path(folder, name).is_dir()
    if not has_comma:
        print("no locale with a comma can be made here (package locales): that case is left out")
    sys.exit(subprocess.run([*command, name if has_comma else ""], env=dict(os.environ, LOCPATH=folder)).returncode)
