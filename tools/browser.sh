#!/bin/sh
# Finds the browser of the journeys; installs it from the distribution when root may do so.
set -eu
for program in chromium chromium-browser; do
    command -v "$program" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "· Installing chromium for the browser journeys." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-l10n fonts-noto-cjk >/dev/null && exit 0
fi
echo "The browser journeys need Chromium. On Debian: apt install chromium chromium-l10n fonts-noto-cjk" >&2
exit 1
