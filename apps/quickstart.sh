#!/bin/sh
# Installs what is missing, builds the two programs and nothing else, certifies a first model, shows its laws and has
# the certificate checked.
set -eu
cd "$(dirname "$0")/.."
sh apps/install_packages.sh
[ -f build/build.ninja ] || meson setup build -Ddebug=false -Dunity=on -Dunity_size=8
meson compile -C build abide:executable abide-check:executable
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo
echo '$ abide certify linear:3,2,3 --laws all -o linear.cert'
build/apps/abide/abide certify linear:3,2,3 --laws all -o "$work/linear.cert" --quiet
echo
echo '$ abide-check linear:3,2,3 linear.cert'
build/apps/check/abide-check linear:3,2,3 "$work/linear.cert"
echo
echo "The programs are build/apps/abide/abide and build/apps/check/abide-check."
