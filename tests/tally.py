"""Counts what fails in a script of the tests."""
import sys

failures = 0


def check(what, condition, detail=""):
    global failures
    if not condition:
        failures += 1
        print(f"FAILED: {what} {detail}")


def finish():
    print(f"{failures} failures")
    sys.exit(1 if failures else 0)
