"""``python -m evidence``: run the long statistics, print their figures and write them into docs."""

import time

import click

from . import fits, implied, intervals, laws, maps, report, simulator, strategies, witnesses

PARTS = {
    "laws": laws.run,
    "simulator": simulator.run,
    "intervals": intervals.run,
    "implied": implied.run,
    "strategies": strategies.run,
    "maps": maps.run,
    "fits": fits.run,
    "witnesses": witnesses.run,
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", help=f"Parts, with commas: {','.join(PARTS)}.")
def main(only: str | None) -> None:
    """Run the long statistics; each part is printed and written into docs/evidence.md."""
    names = list(PARTS) if only is None else only.split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: give some of {', '.join(PARTS)}")
    for name in names:
        begun = time.monotonic()
        text = PARTS[name]()
        report.write({name: text})
        click.echo(f"{text}\n({name}: {time.monotonic() - begun:.0f} s)\n")


if __name__ == "__main__":  # the second simulator starts processes, which may import this again
    main()
