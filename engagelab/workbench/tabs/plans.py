"""Save and open: a plan as a file, as a short code, as a link."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ipywidgets as widgets

from ...errors import EngagelabError, refused
from ...io.atomic import reason
from ...simulation.scenario import Scenario
from ..browser.copy_box import copy_box
from ..browser.download import Download, DownloadFile
from ..browser.upload_button import Upload
from ..compute.answer import Answer
from ..state.parse_input import unexpected
from ..state.plan_files import LARGEST, in_voila, need_disk, one_line, path_of, plan_in
from ..state.share_code import decode_plan, encode_plan
from ..state.share_link import make_link
from .context import Context


class PlansTab:
    """The plan of the sliders to be taken along, and others to be opened.

    Parameters
    ----------
    context : Context
        The rest of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    name, path, code : ipywidgets.Text
        What the plan is to be called, a file of the kernel, a code to be opened.
    upload : Upload
        A file to be opened.
    download : Download
        Where the file comes out.
    its_code, its_link : CopyBox
        The code and the link of the plan of the sliders.
    line : str
        What was said last.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._seen = context, Path()
        t = context.texts
        self._line = widgets.HTML()
        self._line.add_class("el-plans-line")
        self.name, self.path, self.code = (self._text(key) for key in ("name", "path", "code"))
        self.download = Download(t)
        self.save = self.download.button(
            t("plans.save"), t("plans.save_tip"), self._file, self._in_place
        )
        self.upload = self._upload()
        self.save_to = self._button("save_to", self._save_to)
        self.open_from = self._button("open_from", self._open_from)
        self.open_code = self._button("open_code", self._open_code)
        self.its_code = copy_box(t("plans.its_code"), t)
        self.its_link = copy_box(t("plans.its_link"), t)
        self.widget = widgets.VBox([self._line, self._parts()])
        self._follow()

    @property
    def line(self) -> str:
        """What was said last, as HTML; empty for nothing."""
        return str(self._line.value)

    def show(self, answer: Answer) -> None:
        """Follow the plan; a code is made when the sliders rest."""
        if not answer.coarse:
            self._follow()

    def close(self) -> None:
        """Nothing runs in the background."""

    # --- saved -------------------------------------------------------------------------------

    def _plan(self) -> Scenario:
        """Return the plan, called as the box says, or as the workbench calls it."""
        called = " ".join(self.name.value.split()) or self._context.called()
        return self._context.session.plan.replace(name=called)

    def _file(self) -> DownloadFile:
        plan = self._plan()
        self._say("")
        return DownloadFile(f"{plan.name}.yaml", "application/yaml", plan.to_text().encode())

    def _save_to(self) -> None:
        path = self._where()
        if path.exists() and path != self._seen:
            self._seen = path  # asked once
            self._say(self._context.texts("plans.exists", path=path), wrong=True)
            return
        self._plan().to_yaml(path)
        self._seen = Path()
        self._say(self._context.texts("plans.saved", path=path))

    def _where(self) -> Path:
        given = self.path.value.strip()
        if not given:
            raise EngagelabError(self._context.texts("plans.no_path"))
        need_disk(given)
        path = path_of(given)
        return path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")

    # --- opened ------------------------------------------------------------------------------

    def _uploaded(self, name: str, data: bytes) -> None:
        self._open(plan_in(name, data), name)

    def _open_from(self) -> None:
        path = self._where()
        try:
            with path.open("rb") as file:
                data = file.read(10_000_000)
        except OSError as error:
            raise refused(str(path), "unreadable", reason=reason(error)) from None
        self._open(plan_in(path.name, data), path.name)

    def _open_code(self) -> None:
        self._open(decode_plan(self.code.value), "", "history.code")
        self.code.value = ""

    def _open(self, plan: Scenario, name: str, what: str = "history.read") -> None:
        self._context.open(plan, name, what)
        called = plan.name or name or self._context.called()
        self._say(self._context.texts("plans.opened", name=called))
        self._follow()

    # --- what is shown -----------------------------------------------------------------------

    def _follow(self) -> None:
        """Show what the plan is called, its code and its link."""
        session, t = self._context.session, self._context.texts
        self.name.placeholder = self._context.called()
        typed = " ".join(self.name.value.split())
        plan = session.plan.replace(name=typed) if typed else session.plan
        try:
            self.its_code.text = encode_plan(plan)
        except EngagelabError:  # a long calendar: only a file holds it
            self.its_code.text = self.its_link.text = ""
            return
        address = self._context.address()
        pins = [(pin.name, pin.plan) for pin in session.pins]
        is_page = urlsplit(address).scheme in ("http", "https")
        self.its_link.text = make_link(address, plan, t.lang, pins) if is_page else ""

    def _say(self, text: str, *, wrong: bool = False) -> None:
        role = "alert" if wrong else "status"
        self._line.value = f'<span role="{role}">{escape(text)}</span>' if text else ""

    def _in_place(self, act: Callable[..., None]) -> Callable[..., None]:
        """Return the act; what goes wrong in it is told here, in one line."""

        def guarded(*given: Any) -> None:
            try:
                act(*given)
            except EngagelabError as error:
                self._say(one_line(error, self._context.texts), wrong=True)
            except Exception as error:  # never a traceback in the notebook
                self._say(unexpected(error, self._context.texts), wrong=True)

        return guarded

    # --- how it is laid out ------------------------------------------------------------------

    def _parts(self) -> Any:
        saving = [self.name, self.download.widget]
        opening: list[Any] = [self.upload]
        if not in_voila():
            row = widgets.HBox([self.path, self.save_to, self.open_from])
            row.add_class("el-plans-row")
            saving.append(row)
        codes = widgets.HBox([self.code, self.open_code])
        codes.add_class("el-plans-row")
        parts = {
            "saving": saving,
            "opening": [*opening, codes],
            "sharing": [self.its_code, self.its_link, self._hint()],
        }
        box = widgets.HBox([self._part(key, children) for key, children in parts.items()])
        box.add_class("el-plans")
        return box

    def _part(self, key: str, children: list[Any]) -> Any:
        title = widgets.HTML(f"<h4>{escape(self._context.texts(f'plans.{key}'))}</h4>")
        part = widgets.VBox([title, *children])
        part.add_class(f"el-plans-{key}")
        return part

    def _hint(self) -> Any:
        return widgets.HTML(f"<p class='el-hint'>{escape(self._context.texts('plans.hint'))}</p>")

    def _text(self, key: str) -> Any:
        t = self._context.texts
        box = widgets.Text(
            description=t(f"plans.{key}"),
            tooltip=t(f"plans.{key}_tip"),
            placeholder=t(f"plans.{key}_like") if key != "name" else "",
            continuous_update=False,
        )
        box.add_class("el-choice")
        box.add_class(f"el-plans-{key}")
        if key == "name":
            box.observe(self._in_place(lambda _: self._follow()), "value")
        return box

    def _upload(self) -> Upload:
        t = self._context.texts
        words = {"choose": t("plans.upload"), "tip": t("plans.upload_tip"),
                 "too_large": t("plans.too_large")}  # fmt: skip
        took = self._in_place(self._uploaded)
        return Upload(took, texts=words, accept=".yaml,.yml", most=10 * LARGEST)

    def _button(self, key: str, act: Callable[[], None]) -> Any:
        t = self._context.texts
        button = widgets.Button(description=t(f"plans.{key}"), tooltip=t(f"plans.{key}_tip"))
        button.on_click(self._in_place(lambda _: act()))
        button.add_class(f"el-{key.replace('_', '-')}")
        return button
