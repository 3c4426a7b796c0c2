#!/usr/bin/env bash
# terraform.sh OUT - the sources of two terraform releases, from the Go module
# proxy: 1.5.7 is under MPL-2.0, 1.6.0 under BUSL-1.1.
#
# Makes OUT/terraform-1.5.7 and OUT/terraform-1.6.0 (~100 MB, a minute).
# Needs go, jq.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: terraform.sh OUT}" && cd "$1" && pwd)
need go jq

for version in 1.5.7 1.6.0; do
  tree=$out/terraform-$version
  [[ -d $tree ]] && continue
  log "download terraform v$version"
  dir=$(cd / && go mod download -json "github.com/hashicorp/terraform@v$version" | jq -er .Dir)
  rm -rf -- "$tree.tmp"
  cp -R -- "$dir" "$tree.tmp"
  chmod -R u+w -- "$tree.tmp"   # the module cache is read-only
  mv -- "$tree.tmp" "$tree"
done
