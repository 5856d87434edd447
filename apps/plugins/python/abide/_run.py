"""A call of the library that can be watched and ended: by a function of the caller, by Ctrl-C, by an exception of either."""
from __future__ import annotations

import sys
import threading

from . import _errors, _library


def _printer():
    """What progress=True does: tqdm where it is installed, else lines on standard error."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return (lambda stage, message: print(f"{stage}: {message}", file=sys.stderr)), lambda: None
    bar = tqdm(desc="abide", bar_format="{desc} [{elapsed}] {postfix}")

    def show(stage, message):
        bar.set_description_str(f"abide {stage}", refresh=False)
        bar.set_postfix_str(message)
    return show, bar.close


class Run:
    """One call: in a thread of its own if this is the main thread, so that Ctrl-C is noticed."""

    def __init__(self, progress=None):
        self.job = _library.call("job_create", kind="job")
        self.failure, self.close = None, lambda: None
        if progress is True:
            progress, self.close = _printer()
        if progress:
            self.listener = _library.LISTENER(self._listen)
            self.progress = progress
            _library.library().abide_job_listen(self.job, self.listener, None)

    def _listen(self, _user, stage, message):
        if self.failure is None:
            try:
                self.progress(stage.decode("utf-8", "replace"), message.decode("utf-8", "replace"))
            except BaseException as error:  # it must not go into C
                self.failure = error
                self.cancel()

    def cancel(self):
        _library.library().abide_cancel(self.job)

    def __call__(self, work):
        """(work(), interrupted)"""
        try:
            if threading.current_thread() is not threading.main_thread():
                value, interrupted = work(), False
            else:
                value, interrupted = self._in_thread(work)
        finally:
            if hasattr(self, "listener"):
                _library.library().abide_job_listen(self.job, _library.LISTENER(), None)
            self.close()
        if self.failure is not None:
            raise self.failure
        return value, interrupted

    def _in_thread(self, work):
        done, interrupted = {}, False
        finished = threading.Event()  # a join that Ctrl-C interrupts takes the thread for ended (Python 3.11)

        def target():
            try:
                done["value"] = work()
            except BaseException as error:
                done["error"] = error
            finished.set()
        threading.Thread(target=target, name="abide", daemon=True).start()
        while not finished.is_set():
            try:
                finished.wait(0.05)
            except KeyboardInterrupt:
                if interrupted:
                    raise
                interrupted = True
                self.cancel()
        if "error" in done:
            if interrupted and isinstance(done["error"], _errors.Stopped):
                raise _errors.Interrupted("interrupted before anything was proved") from None
            raise done["error"]
        return done["value"], interrupted
