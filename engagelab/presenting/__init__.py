"""Present notebooks to an audience: as an application, and as slides.

`server` is the application (Voila with a home page and a template of its own); `slides` writes one
file of slides that works offline. Nothing is loaded from another host.
"""

from .server import Show, arguments
from .slides import to_slides

__all__ = ["Show", "arguments", "to_slides"]
