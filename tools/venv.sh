#!/bin/sh
# Makes the virtual environment $1, with uv ($2) where there is one, from the Python $3 if it is named,
# else from the first one on the path that is new enough.
set -eu
venv=$1 uv=$2 python=${3:-}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

refuse() {
    echo "engagelab: $*" >&2
    exit 2
}

if [ -n "$python" ]; then
    is_new_enough "$python" || refuse "PYTHON=$python is not a Python 3.11 or newer; name another one."
else
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$name"; then python=$name; break; fi
    done
fi

if [ -n "$uv" ]; then
    exec "$uv" venv --quiet --clear --python "${python:->=3.11}" "$venv"
fi

[ -n "$python" ] || refuse "Python 3.11 or newer is needed and none was found" \
    "(python3 is: $(python3 --version 2>&1 || true)). Install one, or name one: make PYTHON=/path/to/python3.12"

if ! "$python" -m venv --clear "$venv"; then
    rm -rf "$venv"
    refuse "$python could not make a virtual environment. On Debian and Ubuntu this is a package of its own:" \
        "apt-get install python3-venv. Elsewhere, install uv or a complete Python."
fi
