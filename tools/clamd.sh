#!/bin/sh
# ClamAV's daemon for the tests of the scanner: from Debian, when it is missing and we may install it.
set -eu
command -v clamd >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get install -y --no-install-recommends clamav-daemon >/dev/null || {
    apt-get update >/dev/null
    apt-get install -y --no-install-recommends clamav-daemon >/dev/null
  }
else
  echo "clamd is missing: the tests of the malware scanner are skipped (Debian: clamav-daemon)" >&2
fi
