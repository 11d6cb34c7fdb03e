"""Commands as a shell runs them: status, streams, files, Ctrl-C, terminals."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pandas as pd
import pytest
from checkout import ROOT

pty = pytest.importorskip("pty", reason="terminals as Linux has them")
termios = pytest.importorskip("termios", reason="terminals as Linux has them")
pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="signals and terminals as Linux has them"
    ),
]
COMMAND = [sys.executable, "-m", "engagelab"]
SWEEP = ["sweep", "plan.yaml", "--set", "invitations.invite=0:0.4:3", "--runs", "3"]


@pytest.fixture
def shell(tmp_path, plan):
    """Run a command in the folder of the plan."""
    here = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(*words, command=COMMAND, **options):
        options = {"cwd": tmp_path, "env": here, "text": True, **options}
        return subprocess.Popen([*command, *words], **options)

    return run


def finished(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def piped(shell, *words):
    return finished(shell(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE))


def test_standard_output_is_csv_and_nothing_else(shell):
    status, out, err = piped(shell, *SWEEP)
    assert (status, err) == (0, "")
    assert out.splitlines()[0].startswith("invitations.invite,people,runs,reach,")
    assert len(out.splitlines()) == 4


@pytest.mark.parametrize("words", [
    ["run", "plan.yaml", "--runs", "2", "--output", "/dev/stdout"],
    ["presets", "voucher", "--write", "/dev/stdout"],
])  # fmt: skip
def test_standard_output_as_a_file_is_streamed_to_a_pipe_and_to_a_file(shell, tmp_path, words):
    status, out, err = piped(shell, *words)
    assert (status, err) == (0, "")
    assert out.startswith(("measure,mean", "name: Voucher"))
    with (tmp_path / "redirected").open("w") as file:
        file.write("before\n")
        file.flush()
        assert finished(shell(*words, stdout=file))[0] == 0
    assert (tmp_path / "redirected").read_text() == "before\n" + out


def test_a_reader_that_stops_early_is_no_error_worth_a_traceback(shell):
    process = shell(*SWEEP, "--output", "/dev/stdout", stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE)  # fmt: skip
    process.stdout.close()
    with process.stderr as told:
        assert told.read() == ""
    assert process.wait(120) == 1


@pytest.mark.parametrize("words", [["run", "plan.yaml"], ["check", "plan.yaml"], ["--help"]])
def test_a_full_device_as_standard_output_is_refused_in_a_line(shell, words):
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        process = shell(*words, stdout=full, stderr=subprocess.PIPE)
        status, _, err = finished(process)
    assert (status, err.count("\n")) == (2, 1), err
    assert err.startswith("engagelab: standard output: cannot be written to (No space left on")


def test_a_closed_standard_output_is_refused_before_anything_is_run(shell):
    closed = ["sh", "-c", '"$@" >&-', "sh", *COMMAND]
    process = shell("run", "plan.yaml", command=closed, stderr=subprocess.PIPE)
    status, _, err = finished(process)
    assert status == 2
    assert err == "engagelab: standard output: is closed; give a file with --output\n"


def test_workers_cannot_change_a_number(shell):
    assert piped(shell, *SWEEP, "--workers", "2") == piped(shell, *SWEEP)


def test_a_mistake_has_status_2_and_one_line(shell, tmp_path):
    status, out, err = piped(shell, *SWEEP, "--set", "groups.sise=4", "--output", "a.csv")
    assert (status, out) == (2, "")
    assert err == "engagelab: groups.sise: no such field; did you mean 'groups.size'?\n"
    assert not (tmp_path / "a.csv").exists()


def test_a_disk_that_is_full_leaves_the_older_file(shell, tmp_path):
    (tmp_path / "a.csv").write_text("older")
    full = ("import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)); "
            "from engagelab.cli import main; main()")  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-B", "-c", full, "run", "plan.yaml", "--table", "rounds",
         "--output", "a.csv"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "engagelab: a.csv: not written: File too large; free some space, or choose another disk\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "plan.yaml"]
    assert (tmp_path / "a.csv").read_text() == "older"


@pytest.mark.parametrize("workers", [[], ["--workers", "2"]])
def test_after_ctrl_c_the_store_has_the_finished_cells(shell, tmp_path, workers):
    long = ["sweep", "plan.yaml", "--set", "settings.key=0:399:400", "--set", "settings.runs=200",
            "--store", "study"]  # fmt: skip
    # whoever is started in the background of a shell passes on that interrupts are ignored
    process = shell(*long, *workers, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                    start_new_session=True,
                    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # fmt: skip
    wait_for(lambda: cells(tmp_path))
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the command and its workers
    status, out, err = finished(process)
    assert (status, out) == (130, "")
    kept = len(cells(tmp_path))
    assert 0 < kept < 400
    assert f"engagelab: stopped; {kept} cells are saved in study, {400 - kept} are missing" in err
    assert "Traceback" not in err


def cells(folder):
    return [path for path in (folder / "study").glob("**/*.parquet") if path.name[0] != "."]


def wait_for(what):
    for _ in range(600):
        if what():
            return
        time.sleep(0.1)
    raise TimeoutError


def in_a_terminal(shell, *words):
    """Return what a command shows in a terminal, its standard error apart."""
    ours, its = pty.openpty()
    process = shell(*words, stdout=its, stderr=subprocess.PIPE)
    os.close(its)
    shown = read_all(ours)
    return finished(process)[0], shown.decode().replace("\r\n", "\n")


def test_a_terminal_shows_a_table_for_reading(shell):
    status, shown = in_a_terminal(shell, *SWEEP)
    assert status == 0
    head, *rows = shown.splitlines()
    assert head.split()[:3] == ["invitations.invite", "reach", "reach_low"]
    assert [row.split()[0] for row in rows] == ["0", "0.2", "0.4"]


def test_the_bar_is_on_standard_error_of_a_terminal_unless_quiet(shell, tmp_path):
    many = [
        "sweep",
        "plan.yaml",
        "--set",
        "settings.key=0:9:10",
        "--runs",
        "2",
        "--output",
        "a.csv",
    ]
    for words, bar in ((many, True), ([*many, "--quiet"], False)):
        ours, its = pty.openpty()
        termios.tcsetwinsize(its, (24, 100))  # a bar in no width shows nothing
        process = shell(*words, stdout=subprocess.PIPE, stderr=its)
        os.close(its)
        assert finished(process)[:2] == (0, "")
        assert (b"10/10" in read_all(ours)) is bar
    assert len(pd.read_csv(tmp_path / "a.csv")) == 10


def read_all(ours):
    """Return all that was shown in a terminal whose other end nobody holds any more."""
    shown = b""
    with suppress(OSError):  # how Linux says that this is the end
        while more := os.read(ours, 65_536):
            shown += more
    os.close(ours)
    return shown


def test_help_needs_nothing_heavy():
    heavy = {"numba", "numpy", "pandas", "networkx", "pyarrow", "pydantic", "scipy", "yaml"}
    code = ("import sys, engagelab.cli as cli\n"
            "try: cli.main(['sweep', '--help'])\n"
            "except SystemExit: sys.stderr.write(' '.join(sys.modules))")  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert heavy.isdisjoint(ran.stderr.split())
