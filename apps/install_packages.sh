#!/bin/sh
# Installs what apps/packages.txt, or the lists given, name and dpkg does not have; touches apt for nothing else.
set -eu
[ $# -gt 0 ] || set -- "$(dirname "$0")/packages.txt"
if ! command -v dpkg-query >/dev/null 2>&1; then
  missing_tools=""
  for tool in c++ meson ninja python3; do
    command -v "$tool" >/dev/null 2>&1 || missing_tools="$missing_tools $tool"
  done
  echo "This system has no dpkg. Please install the equivalents of these Debian packages:" >&2
  cat "$@" | tr '\n' ' ' >&2
  echo >&2
  echo "Not found among the programs:${missing_tools:- none}. Then: meson setup build && meson compile -C build" >&2
  exit 1
fi
missing=""
for package in $(cat "$@"); do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
    missing="$missing $package"
done
[ -z "$missing" ] && exit 0
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "Not root and no sudo. Please install:$missing" >&2
    exit 1
  fi
  as_root="sudo"
fi
echo "Installing:$missing"
$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
  install -y --no-install-recommends $missing
