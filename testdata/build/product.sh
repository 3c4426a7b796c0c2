#!/usr/bin/env bash
# product.sh OUT - a product as marketplaces sell it: Debian 12 and 13 with nginx, redis
# and Docker, which holds two images: a web stack and a node application, each older
# on Debian 12. Makes OUT/product-1x/, OUT/product-1x.img (ext4) and .qcow2 (zlib).
#
# Uses what debian.sh and node.sh made in the same OUT. Runs as root. Needs dockerd
# and docker (Debian's docker.io), mkfs.ext4, qemu-img.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: product.sh OUT}" && cd "$1" && pwd)
need dockerd docker mkfs.ext4 qemu-img

# fill_store TREE ARCHIVE:TAG...: a Docker that keeps its data in TREE loads the
# archives and gives them names.
fill_store() {
  local tree=$1 run pid pair
  shift
  run=$(mktemp -d)
  dockerd --data-root "$tree/var/lib/docker" --exec-root "$run/exec" --pidfile "$run/pid" --host "unix://$run/sock" \
    --storage-driver overlay2 --iptables=false --bridge=none >"$run/log" 2>&1 &
  pid=$!
  for _ in $(seq 100); do
    docker --host "unix://$run/sock" version >/dev/null 2>&1 && break
    sleep 0.2
  done
  for pair in "$@"; do
    local archive=${pair%%=*} tag=${pair#*=} loaded
    loaded=$(docker --host "unix://$run/sock" load --input "$archive" | sed 's/^Loaded image\( ID\)\?: //')
    docker --host "unix://$run/sock" tag "$loaded" "$tag"
    [[ $loaded == sha256:* ]] || docker --host "unix://$run/sock" rmi --no-prune "$loaded" >/dev/null
  done
  kill "$pid"
  wait "$pid" || true
  rm -rf -- "$run"
}

for n in 12 13; do
  node=old
  [[ $n == 13 ]] && node=new
  tree=$out/product-$n
  if [[ ! -d $tree ]]; then
    log "install Docker in product-$n"
    install_packages "$out/debian-$n" "$tree" docker.io
    fill_store "$tree" "$out/debian-$n.docker.tar=shop/web:$n" "$out/node-$node.docker.tar=shop/app:$node"
  fi
  if [[ ! -e $tree.img ]]; then
    truncate -s "$(($(du -sm "$tree" | cut -f1) * 13 / 10 + 200))M" "$tree.img.tmp"
    mkfs.ext4 -q -F -d "$tree" "$tree.img.tmp"
    mv -- "$tree.img.tmp" "$tree.img"
  fi
  [[ -e $tree.qcow2 ]] || qemu-img convert -O qcow2 -c "$tree.img" "$tree.qcow2"
done
