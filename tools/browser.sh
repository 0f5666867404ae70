#!/bin/sh
# The page tests drive the system's Chromium. Install it where we may; otherwise say so.
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then echo "      found $name"; exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "      installing chromium"
  if apt-get update -qq >/dev/null 2>&1 && \
     DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1
  then echo "      installed"; exit 0; fi
fi
echo "      Chromium is missing: the page tests will be skipped (and fail where CI=true)." >&2
echo "      Debian/Ubuntu: sudo apt install chromium" >&2
exit 0
