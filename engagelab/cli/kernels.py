"""``engagelab warm`` compiles the kernels."""

import time

import click

from .group import commands, example


@commands.command(epilog=example("engagelab warm"))
def warm() -> None:
    """Compile the kernels once and keep them, so that the first answer comes at once."""
    began = time.perf_counter()
    # The face has a function of the same name as this module: take the function from the module.
    from ..simulation.simulate import warm as compile_kernels

    compile_kernels()
    click.echo(f"The kernels are ready ({time.perf_counter() - began:.1f} s).")
