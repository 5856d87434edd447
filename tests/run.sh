#!/bin/sh
# Sets everything up and runs the whole test suite: the tests of the normal build, then
# the quick ones again under AddressSanitizer and UndefinedBehaviorSanitizer.
# --all: the slow suite too. Exports to other systems are tried in those of tests/hosts/packages.txt, with --all also in
# those of packages-slow.txt there and in what else is installed (Sage, PyTorch, Giac, Julia).
set -eu
cd "$(dirname "$0")/.."
suites="--suite quick --suite full"
systems="tests/hosts/packages.txt"
if [ "${1:-}" = "--all" ]; then
  suites=""
  systems="$systems tests/hosts/packages-slow.txt"
fi
sh apps/install_packages.sh apps/packages.txt tests/packages.txt
sh apps/install_packages.sh $systems || echo "Exports to systems that are missing are not tried."
[ -f build/build.ninja ] || meson setup build -Ddebug=false
meson configure build -Dtests=enabled  # the quick start does not need them
meson compile -C build
[ -f build-sanitize/build.ninja ] || meson setup build-sanitize -Db_sanitize=address,undefined \
  -Db_lundef=false -Doptimization=1 -Dbench=disabled
meson compile -C build-sanitize
passed=0
failed=0
skipped=0
run() {
  log=$(mktemp)
  ASAN_OPTIONS=detect_leaks=0 meson test -C "$@" --print-errorlogs >"$log" 2>&1 || true
  cat "$log"
  ok=$(sed -n 's/^Ok: *\([0-9]*\).*/\1/p' "$log")
  bad=$(sed -n 's/^\(Fail\|Timeout\|Unexpected Pass\): *\([0-9]*\).*/\2/p' "$log" | awk '{s+=$1} END {print s+0}')
  skip=$(sed -n 's/^Skipped: *\([0-9]*\).*/\1/p' "$log")
  rm -f "$log"
  [ -n "$ok" ] || bad=1  # no summary: the tests did not run
  passed=$((passed + ${ok:-0}))
  failed=$((failed + bad))
  skipped=$((skipped + ${skip:-0}))
}
run build $suites
run build-sanitize --suite quick
line="$passed passed, $failed failed"
[ "$skipped" -gt 0 ] && line="$line, $skipped skipped"
echo "$line"
[ "$failed" -eq 0 ]
