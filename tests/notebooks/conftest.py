"""A kernel that the notebooks of a file share: starting one and loading libraries takes seconds."""

import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import nbformat
import pytest
from jupyter_client import AsyncKernelClient, KernelManager
from nbclient import NotebookClient
from notebook_runs import FOLDER

# the widgets before the module that knows them
EMPTY = """%unload_ext engagelab.i18n.outputs
__import__('ipywidgets').Widget.close_all()
%reset -f"""


class KeptClient(AsyncKernelClient):
    """A client that is connected once."""

    def start_channels(self, *args: Any, **options: Any) -> None:
        """Connect, unless it is connected."""
        if not self.channels_running:
            super().start_channels(*args, **options)


class SharedKernel(KernelManager):
    """A kernel that outlives the notebooks that it runs; all of them through one client."""

    @cached_property
    def _client(self) -> KeptClient:
        return super().client()

    def client(self, **_: Any) -> KeptClient:
        """Return the client."""
        return self._client


@pytest.fixture(scope="module")
def kernel_environment() -> Iterator[None]:
    """Run with this package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(FOLDER.parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module")
def shared_kernel(kernel_environment: None) -> Iterator[SharedKernel]:
    """Start the kernel of a file."""
    kernel = SharedKernel(kernel_name="python3", client_factory=KeptClient)
    kernel.start_kernel(cwd=str(FOLDER), extra_arguments=["--HistoryManager.hist_file=:memory:"])
    yield kernel
    kernel.client().stop_channels()
    kernel.shutdown_kernel(now=True)
    kernel.cleanup_resources()


@pytest.fixture
def kernel(shared_kernel: SharedKernel) -> SharedKernel:
    """Return the kernel of a file without the names and widgets of earlier notebooks."""
    cell = nbformat.v4.new_code_cell(EMPTY)
    NotebookClient(nbformat.v4.new_notebook(cells=[cell]), km=shared_kernel).execute()
    return shared_kernel
