#!/usr/bin/env bash
# Build the wheel, install it into an environment of its own, and run the tests against that.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work/dist" .
wheel=$(ls "$work"/dist/kroniek-*.whl)
size=$(stat -c %s "$wheel")
echo "wheel: $((size / 1000000)) MB"
[ "$size" -lt 60000000 ] || { echo "the wheel is larger than 60 MB"; exit 1; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --constraint constraints.txt "$wheel[all,test]"
cp -r tests cases examples pyproject.toml "$work/"
cd "$work" && "$work/venv/bin/python" -m pytest --override-ini pythonpath= tests
