#!/usr/bin/env bash
#
# Installs what the comparisons of ./sluice bench run beside: Redis and Node.js, and the npm
# packages of each peer below this directory into its own node_modules. Says what it does before it
# does it; what is there already is left alone.
#
# Debian's packages are installed by apt-get, which needs root. Without root it says what is missing
# and ends with status 1; ./sluice bench then runs without the peers and says so in its tables.

set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)
readonly here
readonly NODE_MIN=18

say() {
  printf 'peers: %s\n' "$*"
}

fail() {
  printf 'peers: %s\n' "$*" >&2
  exit 1
}

missing=()
command -v redis-server >/dev/null 2>&1 || missing+=(redis-server)
command -v node >/dev/null 2>&1 || missing+=(nodejs)
command -v npm >/dev/null 2>&1 || missing+=(npm)

if [ "${#missing[@]}" -gt 0 ]; then
  command -v apt-get >/dev/null 2>&1 || fail "missing: ${missing[*]}; install them by your system's own means"
  [ "$(id -u)" -eq 0 ] || fail "missing: ${missing[*]}; run as root: apt-get install ${missing[*]}"
  say "apt-get install ${missing[*]}"
  apt-get update -qq
  # The packages would start servers of their own; a run starts and ends its own.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
[ "$major" -ge "$NODE_MIN" ] || fail "node is of version $major, $NODE_MIN is needed"

for manifest in "$here"/*/package.json; do
  directory=$(dirname -- "$manifest")
  say "npm ci in $directory"
  (cd -- "$directory" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
done
say "done: $(redis-server --version | cut -d' ' -f1-3), node $(node --version)"
