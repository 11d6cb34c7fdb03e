"""``python -m evidence``: run the long statistics, print their figures and write them into docs."""

import time

import click

from . import implied, intervals, laws, report, witnesses

PARTS = {"laws": laws.run, "intervals": intervals.run, "implied": implied.run,
         "witnesses": witnesses.run}  # fmt: skip


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", help=f"Parts, with commas: {','.join(PARTS)}.")
def main(only: str | None) -> None:
    """Run the long statistics; a part is printed, all of them are written into docs/evidence.md."""
    names = list(PARTS) if only is None else only.split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: give some of {', '.join(PARTS)}")
    found = {}
    for name in names:
        begun = time.monotonic()
        found[name] = PARTS[name]()
        click.echo(f"{found[name]}\n({name}: {time.monotonic() - begun:.0f} s)\n")
    if only is None:
        report.write(found)


main()
