#!/bin/sh
# Makes .venv with a Python that the project supports, or says what is missing.
# Called by make, in the project's folder; PYTHON names an interpreter to use.
set -eu
here=$(pwd)
fits='import sys; assert (3, 11) <= sys.version_info < (3, 14)'

if .venv/bin/python -c "$fits; import pip" 2>/dev/null &&
    [ "$(cat .venv/.made-in 2>/dev/null || echo "$here")" = "$here" ]; then
    echo "$here" >.venv/.made-in
    exit 0
fi

# A command of that name may be a shim that fails: each is run before it is believed.
found='' bare=''
if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3.13 python3.12 python3.11 python3 python
fi
for python; do
    "$python" -c "$fits" 2>/dev/null || continue
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        found=$python
        break
    fi
    bare=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
done

if [ -n "$found" ]; then
    "$found" -m venv --clear --prompt drsn-lite .venv
    echo "$here" >.venv/.made-in
    exit 0
fi

if [ -n "$bare" ]; then
    echo "Python $bare is here, but it cannot make a virtual environment (no venv or ensurepip)."
    echo "On Debian or Ubuntu: sudo apt install python$bare-venv"
elif [ -n "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13 that runs."
else
    echo "No Python 3.11, 3.12 or 3.13 was found that runs."
    echo "On Debian or Ubuntu: sudo apt install python3 python3-venv"
    echo "On macOS with Homebrew: brew install python@3.13"
    echo "Or name one: make lab PYTHON=/path/to/python3.12"
fi >&2
exit 1
