"""``warm``: compile the kernels."""

import time

import click

from .group import commands, example


@commands.command(epilog=example("engagelab warm"))
def warm() -> None:
    """Compile the kernels and cache them.

    Otherwise the first simulation compiles them.
    """
    began = time.perf_counter()
    from ..simulation.simulate import warm as compile_kernels

    compile_kernels()
    click.echo(f"The kernels are ready ({time.perf_counter() - began:.1f} s).")
