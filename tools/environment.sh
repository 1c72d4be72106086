#!/bin/sh
# Makes .venv and installs the locked dependencies. Quick when nothing changed; goes on where it was interrupted.
# Needs nothing but a POSIX shell and Python 3.11 to 3.14 with venv.
set -eu
cd "$(dirname "$0")/.."

say() { printf '· %s\n' "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

pace='import time
def run():
    began, kept = time.process_time(), {}
    for number in range(60000):
        kept[number % 1000] = [number, str(number)]
    return time.process_time() - began
print(int(min(run() for _ in range(5)) * 1000000) + 1)'
everywhere() {  # every program of this name on the way, the first first
    case "$1" in */*) printf '%s\n' "$1"; return ;; esac
    printf '%s\n' "$PATH" | tr ':' '\n' | while read -r folder; do
        if [ -x "$folder/$1" ]; then printf '%s\n' "$folder/$1"; fi
    done
}

# The newest interpreter that fits and can make environments; or an older one that is a quarter faster: one built
# without its optimisations, as version managers do, takes half as long again for everything.
choose() {
    found=""
    without_venv=""
    best=0
    for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        for program in $(everywhere "$name"); do
            version=$("$program" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
            case "$version" in 3.11 | 3.12 | 3.13 | 3.14) ;; *) continue ;; esac
            if ! "$program" -c 'import venv, ensurepip' 2>/dev/null; then
                without_venv=${without_venv:-$version}
                continue
            fi
            took=$("$program" -c "$pace") || continue
            if [ -z "$found" ] || [ $((took * 5)) -lt $((best * 4)) ]; then
                found=$program
                best=$took
            fi
        done
    done
    if [ -z "$found" ] && [ -n "$without_venv" ]; then
        fail "Python $without_venv is here, but its venv module is missing. On Debian and Ubuntu: apt install python$without_venv-venv"
    fi
    [ -n "$found" ] || fail "Huiyin needs Python 3.11, 3.12, 3.13 or 3.14. On Debian and Ubuntu: apt install python3 python3-venv"
}

# An environment that was moved, or whose interpreter is gone, cannot be repaired. One that works and was made by
# other means is taken over, never thrown away: somebody may be using it.
known=$(cat .venv/.home 2>/dev/null || true)
works() { .venv/bin/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; }
if ! works || { [ -n "$known" ] && [ "$known" != "$PWD" ]; }; then
    choose
    say "Creating .venv with $("$found" --version): $found"
    rm -rf .venv
    "$found" -m venv .venv || fail "The environment could not be created in $PWD/.venv; the reason stands above."
fi
printf '%s\n' "$PWD" > .venv/.home

digest() { .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())' "$@"; }
# People see what is fetched; a log needs only what went wrong.
if [ -t 2 ]; then volume=""; else volume=-qq; fi
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input $volume "$@"; }

wanted=$(digest requirements.lock)
if [ "$(cat .venv/.lock 2>/dev/null || true)" != "$wanted" ]; then
    say "Installing the locked dependencies (a few minutes the first time)."
    pip install --require-hashes --only-binary :all: -r requirements.lock >&2 ||
        fail "Installing the dependencies stopped; the reason stands above. Run the same command again: what was fetched is kept."
    printf '%s\n' "$wanted" > .venv/.lock
    rm -f .venv/.project
fi

wanted=$(digest pyproject.toml)
if [ "$(cat .venv/.project 2>/dev/null || true)" != "$wanted" ]; then
    say "Installing Huiyin into the environment."
    pip install --no-deps --no-build-isolation --editable . ||
        fail "Huiyin could not be installed into .venv; the reason stands above."
    printf '%s\n' "$wanted" > .venv/.project
fi
