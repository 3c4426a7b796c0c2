#!/usr/bin/env bash
# node.sh OUT - an npm product of about 2000 packages before and after an
# upgrade, as images: Debian 12 as the shared first layer, /srv/app the second.
#
# Among what changes its license: husky 4.3.8 -> 5.0.9 (MIT to Parity),
# @fingerprintjs/fingerprintjs 3.4.2 -> 4.0.0 (MIT to BUSL-1.1), minimatch
# 10.0.3 -> 10.1.1 (ISC to BlueOak-1.0.0), xmldom 0.4.0 -> 0.5.0 (LGPL-2.0 OR
# MIT to MIT). The rest is bulk: big trees at older and newer versions.
#
# Makes node-old/ and node-new/ (root file systems), node-*.docker.tar (raw
# layers) and node-*.oci.tar (gzip layers) in OUT. Runs as root. Needs npm,
# debootstrap, jq.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: node.sh OUT}" && cd "$1" && pwd)
need npm debootstrap jq gzip flock

# Versions are resolved as of this day, so that a later run gets the same.
before=2025-12-01

old='{
  "husky": "4.3.8", "@fingerprintjs/fingerprintjs": "3.4.2",
  "minimatch": "10.0.3", "xmldom": "0.4.0",
  "express": "4.17.1", "webpack": "4.46.0", "eslint": "6.8.0", "jest": "24.9.0",
  "react-scripts": "3.4.4", "react": "16.14.0", "react-dom": "16.14.0",
  "typescript": "3.9.10", "lodash": "4.17.20", "axios": "0.19.2", "mocha": "7.2.0"
}'
new='{
  "husky": "5.0.9", "@fingerprintjs/fingerprintjs": "4.0.0",
  "minimatch": "10.1.1", "xmldom": "0.5.0",
  "express": "5.1.0", "webpack": "5.101.0", "eslint": "8.57.1", "jest": "29.7.0",
  "react-scripts": "5.0.1", "react": "18.3.1", "react-dom": "18.3.1",
  "typescript": "4.9.5", "lodash": "4.17.21", "axios": "1.12.0", "mocha": "10.8.2"
}'

# install DEPENDENCIES DIR: an app with these, installed without running
# anything of theirs.
install_app() {
  local dir=$2
  mkdir -p "$dir.tmp"
  jq -n --argjson d "$1" \
    '{name: "sample-app", version: "1.0.0", private: true, license: "UNLICENSED", dependencies: $d}' \
    >"$dir.tmp/package.json"
  (cd "$dir.tmp" && npm install --before="$before" --ignore-scripts --no-audit \
    --no-fund --legacy-peer-deps --omit-lockfile-registry-resolved --loglevel=error >&2)
  mv -- "$dir.tmp" "$dir"
}

for side in old new; do
  app=$out/base/app-$side
  mkdir -p "$out/base"
  [[ -d $app ]] || { log "npm install $side"; rm -rf -- "$app.tmp"; install_app "${!side}" "$app"; }
done

base_tree bookworm "$out" debian-12
base=$out/base/debian-12
for side in old new; do
  n=node-$side
  if [[ ! -d $out/$n ]]; then
    rm -rf -- "$out/$n.tmp"
    cp -al -- "$base" "$out/$n.tmp"   # hard links: nothing changes a file after this
    cp -al -- "$out/base/app-$side" "$out/$n.tmp/srv/app"
    chown -hR 0:0 "$out/$n.tmp/srv/app"
    mv -- "$out/$n.tmp" "$out/$n"
  fi
  top=$out/base/$n.top.layer.tar
  [[ -e $top ]] || diff_layer "$base" "$out/$n" "$top"
  [[ -e $out/$n.docker.tar ]] || docker_archive "$out/$n.docker.tar" "sample/$n:1" "$base.layer.tar" "$top"
  [[ -e $out/$n.oci.tar ]] || oci_archive "$out/$n.oci.tar" 1 gzip "$base.layer.tar" "$top"
done
