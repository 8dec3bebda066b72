# Sourced by the scripts beside it: what they share, the environment of the checkout and the packages of the system.
# Python packages are installed as requirements/ names them, by their hashes, by whatever pip the environment came with.

cd "$(dirname "$0")/.."

# Say in a sentence why this goes no further, and end.
give_up() {
    echo "$0: $*" >&2
    exit 1
}

# Install those of some Debian packages that this machine lacks.
debian() {
    lacking=
    for package; do
        dpkg --status "$package" 2>/dev/null | grep -q '^Status: .* installed$' || lacking="$lacking $package"
    done
    [ -n "$lacking" ] || return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $lacking ||
        give_up "these packages of Debian are needed, and could not be installed from here:$lacking"
}

# Make the environment, .venv, or bring it up to date, from files in requirements/: `environment deployed build` runs the
# program, `environment dev` has all of it. Nothing is done where nothing has changed.
environment() {
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        python3 -c 'import ensurepip, venv' 2>/dev/null || debian python3-venv
        python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || give_up "Python 3.11 or newer is needed."
        python3 -m venv --clear .venv
    fi
    state=$(.venv/bin/python --version; cksum pyproject.toml hatch_build.py requirements/* data/locale/*/*/*.po)
    for made in dev "$1"; do
        [ "$(cat ".venv/made-of-$made" 2>/dev/null)" != "$state" ] || return 0
    done
    echo "Installing what is needed into .venv." >&2
    locks=
    for name; do
        locks="$locks --requirement requirements/$name.txt"
    done
    pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet"
    $pip --require-hashes --requirement requirements/first.txt
    $pip --require-hashes --no-build-isolation $locks
    $pip --no-deps --no-build-isolation --editable .
    echo "$state" >".venv/made-of-$1"
}
