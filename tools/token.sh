#!/bin/sh
# Finds SoftHSM for the tests of keys on a token; installs it from Debian when root may do so. Nothing is started:
# it is a library, and each test makes a token of its own in a folder of its own.
set -eu
command -v softhsm2-util >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "· Installing SoftHSM for the tests of keys on a token." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends softhsm2 >/dev/null && exit 0
fi
echo "The tests of keys on a token need SoftHSM. On Debian: apt install softhsm2" >&2
exit 1
