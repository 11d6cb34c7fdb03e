"""Advice for a missing package of the extra ``lab``."""

from ..errors import refused

_LAB = {"babel": "babel", "jinja2": "Jinja2", "pptx": "python-pptx", "xlsxwriter": "xlsxwriter"}


def missing_package(error: ModuleNotFoundError) -> Exception:
    """Return the exception to raise for a missing module: advice, or the error itself.

    Examples
    --------
    >>> print(missing_package(ModuleNotFoundError("no pptx", name="pptx")))
    python-pptx: the package is not installed; install it with: pip install 'engagelab[lab]'
    """
    package = _LAB.get((error.name or "").split(".")[0])
    if package is None:
        return error
    return refused(package, "not_installed")
