"""Confirm the messages of widgets that are handled while a cell waits for a thread.

A page sends the next change of a widget when the kernel has reported that it is done with the one
before. ipykernel handles such messages while a cell awaits, but does not report it, so that the
second change would come at the end of the cell.
"""

from typing import Any

from IPython import get_ipython


def confirm_messages() -> None:
    """Report each message of a widget as done, from now on, if a cell is being executed.

    Without a kernel, nothing happens.
    """
    shell: Any = get_ipython()
    kernel = getattr(shell, "kernel", None)
    handle = getattr(kernel, "shell_handlers", {}).get("comm_msg")
    if kernel is None or handle is None or isinstance(handle, ConfirmingHandler):
        return
    confirming = ConfirmingHandler(kernel, handle)
    shell.events.register("pre_run_cell", confirming.begin_cell)
    shell.events.register("post_run_cell", confirming.end_cell)
    kernel.shell_handlers["comm_msg"] = confirming


class ConfirmingHandler:
    """Handle a message as the kernel does, and report it as done while a cell is executed.

    Parameters
    ----------
    kernel : ipykernel.kernelbase.Kernel
        The kernel.
    handle : callable
        Its own handler.
    """

    def __init__(self, kernel: Any, handle: Any) -> None:
        self._kernel, self._handle = kernel, handle
        self._in_cell = True  # it is created in one

    def begin_cell(self, *_: object) -> None:
        """Note that a cell begins."""
        self._in_cell = True

    def end_cell(self, *_: object) -> None:
        """Note that a cell ends: from now on the kernel reports by itself."""
        self._in_cell = False

    def __call__(self, stream: Any, ident: Any, message: dict[str, Any]) -> Any:
        """Handle a message."""
        result = self._handle(stream, ident, message)
        if self._in_cell:
            self._kernel._publish_status("idle", "shell", parent=message)
        return result
