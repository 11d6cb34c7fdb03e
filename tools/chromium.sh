#!/bin/sh
# The browser tests drive Chromium. Root on Debian gets it here; elsewhere, without one, they skip.
set -u

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq &&
        apt-get -o DPkg::Lock::Timeout=600 install -qq --yes --no-install-recommends chromium fonts-dejavu-core >/dev/null && exit 0
fi
echo "No Chromium here: the browser tests will be skipped. Install the package chromium to run them." >&2
