"""The notebooks before an audience: as an application, and as slides.

`server` is the application (Voila with a home page and a template of our own), `slides` makes one
file of slides that needs no connection. Nothing here is loaded from another host.
"""

from .server import Show, arguments
from .slides import to_slides

__all__ = ["Show", "arguments", "to_slides"]
