#!/bin/sh
# Sets everything up and runs the whole test suite: the tests of the normal build, then
# the quick ones again under AddressSanitizer and UndefinedBehaviorSanitizer.
# --all: the slow suite too. Exports to other systems are tried in those of tests/hosts/packages.txt, with --all also in
# those of packages-slow.txt there and in what else is installed (Sage, Giac, Julia). The same with the Python package and tests/python.
set -eu
cd "$(dirname "$0")/.."
suites="--suite quick --suite full"
systems="tests/hosts/packages.txt tests/python/packages.txt"
if [ "${1:-}" = "--all" ]; then
  suites=""
  systems="$systems tests/hosts/packages-slow.txt tests/python/packages-slow.txt"
fi
sh apps/install_packages.sh apps/packages.txt tests/packages.txt
sh apps/install_packages.sh tests/packages-clang.txt ||
  echo "Without clang-14 the sanitizer build takes three times as long; the format of sources is not looked at."
sh apps/install_packages.sh $systems || echo "Exports to systems that are missing are not tried."

# configure DIRECTORY OPTION...: a directory that is there keeps its options, but gets the tests: the quick start makes one
# without them where their packages are missing. Debug information is a third of the work, and the programs are the same;
# eight sources in one take a third of the time.
configure() {
  if [ -f "$1/build.ninja" ]; then
    meson configure "$1" -Dtests=enabled
  else
    meson setup "$@" -Dtests=enabled -Dwerror=true -Ddebug=false -Dunity=on -Dunity_size=8
  fi
}
configure build
meson compile -C build
(
  # Clang compiles code with sanitizers in a third of the time that GCC takes.
  if echo 'int main() {}' | clang++-14 -fsanitize=address,undefined -x c++ -o /dev/null - 2>/dev/null; then
    CXX=clang++-14
    export CXX
  fi
  configure build-sanitize -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Dbench=disabled \
    -Dcpp_args=-fno-sanitize-recover=all
)
meson compile -C build-sanitize abide:executable abide-check:executable abide-tests check-tests
passed=0
failed=0
skipped=0
run() {
  log=$(mktemp)
  ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=32 meson test -C "$@" --print-errorlogs >"$log" 2>&1 || true
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
