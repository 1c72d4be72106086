#!/bin/sh
# Finds OpenStack Swift and memcached for `make test-s3`; installs them from Debian when root may do so. None
# of their services is started: the tests run their own, on loopback, with their own settings.
set -eu
found=yes
for program in memcached swift-ring-builder swift-proxy-server swift-account-server swift-container-server swift-object-server; do
    command -v "$program" >/dev/null 2>&1 || found=no
done
[ "$found" = yes ] && exit 0
packages="memcached swift swift-proxy swift-account swift-container swift-object"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "· Installing OpenStack Swift for the tests of the object store." >&2
    export DEBIAN_FRONTEND=noninteractive
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    fi
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages >/dev/null && exit 0
fi
echo "The tests of the object store need OpenStack Swift. On Debian: apt install $packages" >&2
exit 1
