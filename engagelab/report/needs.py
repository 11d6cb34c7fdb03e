"""What is said where a package of the extra ``lab`` is not installed."""

from ..errors import refused

_LAB = {"babel": "babel", "pptx": "python-pptx", "xlsxwriter": "xlsxwriter"}


def missing_package(error: ModuleNotFoundError) -> Exception:
    """Return what to raise for a module that is not there: advice, or the error itself.

    Examples
    --------
    >>> print(missing_package(ModuleNotFoundError("no pptx", name="pptx")))
    python-pptx: is not installed; install it by: pip install 'engagelab[lab]'
    """
    package = _LAB.get((error.name or "").split(".")[0])
    if package is None:
        return error
    return refused(package, "not_installed")
