"""Save and open plans as files, codes and links."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ...errors import EngagelabError
from ...io.files import exists, read_bytes
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..browser.copy_box import copy_box
from ..browser.download import Download, DownloadFile
from ..browser.upload_button import UploadButton
from ..compute.answer import Answer
from ..controls.widget_helpers import button, remembered, styled
from ..state.parse_input import unexpected
from ..state.plan_files import LARGEST, in_voila, need_disk, one_line, plan_in, plan_path
from ..state.share_code import decode_plan, encode_plan
from ..state.share_link import make_link
from ..templates import element, render
from .context import Context


class PlansTab:
    """Save the plan of the sliders, and open others.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Line, inputs and buttons.
    name, path, code : ipywidgets.Text
        The name of the plan, a path on the kernel's disk, and a code to open.
    upload : UploadButton
        Opens a file.
    download : Download
        Offers the file of the plan.
    its_code, its_link : CopyBox
        The code and the link of the plan of the sliders.
    line : str
        The last message.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._confirmed = context, Path()
        t = context.texts
        self._line = styled(widgets.HTML(), "el-plans-line")
        self.name, self.path, self.code = (self._text(key) for key in ("name", "path", "code"))
        self.download = Download(t)
        self.save = self.download.button(
            t("plans.save"), t("plans.save_tip"), self._file, self._guarded
        )
        self.upload = self._upload()
        self.save_to = self._button("save_to", self._save_to)
        self.open_from = self._button("open_from", self._open_from)
        self.open_code = self._button("open_code", self._open_code)
        self._lock = threading.RLock()
        self.its_code = copy_box(t("plans.its_code"), t)
        self.its_link = copy_box(t("plans.its_link"), t)
        self.widget = widgets.VBox([self._line, self._parts()])
        self._follow()

    @property
    def line(self) -> str:
        """The last message, as HTML; empty for none."""
        return str(self._line.value)

    def show(self, answer: Answer) -> None:
        """Follow the plan; its code is updated after a full answer."""
        if not answer.coarse:
            self._follow()

    def close(self) -> None:
        """Do nothing: there is no work in the background."""

    # --- saving ------------------------------------------------------------------------------

    def _plan(self) -> Scenario:
        """Return the plan with the typed name, or with that of the workbench."""
        name = self._typed_name or self._context.plan_name()
        return self._context.session.plan.replace(name=name)

    @property
    def _typed_name(self) -> str:
        return " ".join(self.name.value.split())

    def _file(self) -> DownloadFile:
        plan = self._plan()
        self._say("")
        return DownloadFile(f"{plan.name}.yaml", "application/yaml", plan.to_text().encode())

    def _save_to(self) -> None:
        path = self._typed_path()
        if exists(path) and path != self._confirmed:
            self._confirmed = path  # ask once before overwriting
            self._say(self._context.texts("plans.exists", path=path), wrong=True)
            return
        self._plan().to_yaml(path)
        self._confirmed = Path()
        self._say(self._context.texts("plans.saved", path=path))

    def _typed_path(self) -> Path:
        text = self.path.value.strip()
        if not text:
            raise EngagelabError(self._context.texts("plans.no_path"))
        need_disk(text)
        return plan_path(text)

    # --- opening -----------------------------------------------------------------------------

    def _uploaded(self, name: str, data: bytes) -> None:
        self._open_file(name, data)

    def _open_from(self) -> None:
        path = self._typed_path()
        data = read_bytes(path, "unreadable", most=LARGEST + 1)
        self._open_file(path.name, data)

    def _open_file(self, name: str, data: bytes) -> None:
        plan, notes = plan_in(name, data)
        self._open(plan, name)
        if notes:
            t = self._context.texts
            said = t("plans.brought_up", name=plan.name or name)
            lines = [said, *map(t.note, notes)]
            self._line.value = render("lines", lines=lines, attributes={"role": "status"})

    def _open_code(self) -> None:
        self._open(decode_plan(self.code.value), "", "history.code")
        self.code.value = ""

    def _open(self, plan: Scenario, name: str, what: str = "history.read") -> None:
        self._context.open(plan, name, what)
        name = plan.name or name or self._context.plan_name()
        self._say(self._context.texts("plans.opened", name=name))
        self._follow()

    # --- rendering ---------------------------------------------------------------------------

    def _follow(self) -> None:
        """Show the name of the plan, its code and its link; an answer's thread calls it, too."""
        with self._lock:  # whoever is last has read the latest name
            self._show_texts()

    def _show_texts(self) -> None:
        session, t = self._context.session, self._context.texts
        self.name.placeholder = self._context.plan_name()
        name = self._typed_name
        plan = session.plan.replace(name=name) if name else session.plan
        try:
            self.its_code.text = encode_plan(plan)
        except EngagelabError:  # a long calendar fits only in a file
            self.its_code.text = self.its_link.text = ""
            return
        address = self._context.address()
        pins = [(pin.name, pin.plan) for pin in session.pins]
        is_page = urlsplit(address).scheme in ("http", "https")
        self.its_link.text = make_link(address, plan, t.lang, pins) if is_page else ""

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self._line.value = element("span", text, role="alert" if wrong else "status")

    def _guarded(self, callback: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that shows its errors here, in one line."""

        def guarded(*arguments: Any) -> None:
            try:
                callback(*arguments)
            except EngagelabError as error:
                self._say(one_line(error, self._context.texts), wrong=True)
            except Exception as error:  # never a traceback in the notebook
                self._say(unexpected(error, self._context.texts), wrong=True)

        return guarded

    # --- widgets -----------------------------------------------------------------------------

    def _parts(self) -> Any:
        saving = [self.name, self.download.widget]
        opening: list[Any] = [self.upload]
        if not in_voila():
            row = widgets.HBox([self.path, self.save_to, self.open_from])
            saving.append(styled(row, "el-plans-row"))
        codes = styled(widgets.HBox([self.code, self.open_code]), "el-plans-row")
        parts = {
            "saving": saving,
            "opening": [*opening, codes],
            "sharing": [self.its_code, self.its_link, self._hint()],
        }
        boxes = [self._part(key, children) for key, children in parts.items()]
        return styled(widgets.HBox(boxes), "el-plans")

    def _part(self, key: str, children: list[Any]) -> Any:
        title = widgets.HTML(element("h4", self._context.texts(f"plans.{key}")))
        return styled(widgets.VBox([title, *children]), f"el-plans-{key}")

    def _hint(self) -> Any:
        return widgets.HTML(element("p", self._context.texts("plans.hint"), class_="el-hint"))

    def _text(self, key: str) -> Any:
        t = self._context.texts
        box = widgets.Text(
            description=t(f"plans.{key}"),
            tooltip=t(f"plans.{key}_tip"),
            placeholder=t(f"plans.{key}_like") if key != "name" else "",
            continuous_update=False,
        )
        styled(box, "el-choice", f"el-plans-{key}")
        remembered(box, self._context.session.notes, f"plans.{key}")
        if key == "name":
            box.observe(self._guarded(lambda _: self._follow()), "value")
        return box

    def _upload(self) -> UploadButton:
        t = self._context.texts
        words = {"choose": t("plans.upload"), "tip": t("plans.upload_tip"),
                 "too_large": t("plans.too_large")}  # fmt: skip
        opened = self._guarded(self._uploaded)
        return UploadButton(opened, texts=words, accept=".yaml,.yml", max_bytes=10 * LARGEST)

    def _button(self, key: str, act: Callable[[], None]) -> Any:
        t, act = self._context.texts, self._guarded(act)
        css_class, tooltip = f"el-{key.replace('_', '-')}", t(f"plans.{key}_tip")
        return button(t(f"plans.{key}"), act, css_class, tooltip=tooltip)
