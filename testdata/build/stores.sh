#!/usr/bin/env bash
# stores.sh OUT - small disks of products that hold containers, made by the engines
# themselves from the images in ../images:
#   OUT/product-old.qcow2  Debian 12 with a Docker that holds shop/app:1, and a
#                          container of it into which a package was copied
#   OUT/product-new.qcow2  Debian 13 with a Docker that holds shop/app:2, and shop/web:13,
#                          whose last layer removes one copyright file and makes the
#                          folder of another opaque
#   OUT/stores.qcow2       containerd with shop/app:2, and with shop/app:1 of which only
#                          snapshots are left; podman with shop/web:13
#
# Runs as root. Needs jq, dockerd and docker (docker.io), containerd and ctr, podman,
# mkfs.ext4, qemu-img.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: stores.sh OUT}" && cd "$1" && pwd)
need jq dockerd docker containerd ctr podman mkfs.ext4 qemu-img
images=$(cd "$(dirname "${BASH_SOURCE[0]}")/../images" && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# layers ARCHIVE DIR: the layers of an image, raw, in order, as DIR/1.tar, DIR/2.tar …
layers() {
  local n=0 l
  mkdir -p "$2/x"
  tar -xf "$1" -C "$2/x"
  if [[ -e $2/x/index.json ]]; then
    local manifest
    manifest=$(jq -r '.manifests[0].digest' "$2/x/index.json")
    for l in $(jq -r '.layers[].digest' "$2/x/blobs/sha256/${manifest#sha256:}"); do
      n=$((n + 1)) l=$2/x/blobs/sha256/${l#sha256:}
      gzip -dc "$l" >"$2/$n.tar" 2>/dev/null || zstd -qdfo "$2/$n.tar" "$l"
    done
  else
    for l in $(jq -r '.[0].Layers[]' "$2/x/manifest.json"); do n=$((n + 1)); cp "$2/x/$l" "$2/$n.tar"; done
  fi
}

# A layer that hides: an empty file .wh.NAME removes a name, one of a reserved name what
# the layers below have in its folder.
hiding() {
  local doc=usr/share/doc
  mkdir -p "$work/hide/$doc/redis-server" "$work/hide/$doc/nginx"
  : >"$work/hide/$doc/redis-server/.wh..wh..opq"
  : >"$work/hide/$doc/nginx/.wh.copyright"
  printf '%s\0' "$doc" "$doc"/{nginx,nginx/.wh.copyright,redis-server,redis-server/.wh..wh..opq} | tar_list "$work/hide" "$1"
}

for v in old new; do
  layers "$images/node-$v.oci.tar" "$work/$v"
  docker_archive "$work/app-$v.tar" "shop/app:$([[ $v == old ]] && echo 1 || echo 2)" "$work/$v"/?.tar
done
layers "$images/debian-13.tar" "$work/web"
hiding "$work/web/3.tar"
docker_archive "$work/web.tar" shop/web:13 "$work/web"/?.tar

# with_docker TREE COMMAND...: runs the command while a Docker keeps its data in TREE.
with_docker() {
  local tree=$1 pid
  shift
  mkdir -p "$work/run" "$tree/var/lib"
  dockerd --data-root "$tree/var/lib/docker" --exec-root "$work/run/exec" --pidfile "$work/run/pid" --host "unix://$work/run/sock" \
    --storage-driver overlay2 --iptables=false --bridge=none >"$work/run/log" 2>&1 &
  pid=$!
  export DOCKER_HOST=unix://$work/run/sock
  for _ in $(seq 100); do docker version >/dev/null 2>&1 && break; sleep 0.2; done
  "$@"
  kill "$pid"
  wait "$pid" || true
  # what has nothing to do with images
  rm -rf -- "$tree"/var/lib/docker/{buildkit,network,plugins,swarm,trust,tmp,runtimes,containerd}
}

old_images() {
  docker load -q -i "$work/app-old.tar" >&2
  docker create --name shop shop/app:1 true >&2
  mkdir -p "$work/copy/srv/app/node_modules"
  tar -xf "$work/new/2.tar" -C "$work/copy" srv/app/node_modules/husky
  docker cp "$work/copy/srv/app/node_modules/husky" shop:/srv/app/node_modules/ >&2
}

new_images() { docker load -q -i "$work/app-new.tar" >&2; docker load -q -i "$work/web.tar" >&2; }

with_containerd() {
  local tree=$1 pid sock=$work/run/containerd.sock
  mkdir -p "$work/run" "$tree/var/lib"
  printf 'version = 2\nroot = "%s"\nstate = "%s"\n[grpc]\naddress = "%s"\n' "$tree/var/lib/containerd" "$work/run/state" "$sock" >"$work/run/config.toml"
  containerd --config "$work/run/config.toml" >"$work/run/containerd.log" 2>&1 &
  pid=$!
  for _ in $(seq 100); do ctr -a "$sock" version >/dev/null 2>&1 && break; sleep 0.2; done
  ctr -a "$sock" images import --no-unpack "$work/app-new.tar" >&2
  # Kubernetes gives up the blobs of layers that are unpacked; the manifest and the
  # configuration stay.
  ctr -a "$sock" -n k8s.io images import "$work/app-old.tar" >&2
  ctr -a "$sock" -n k8s.io containers create --label io.kubernetes.container.name=shop docker.io/shop/app:1 one >&2
  # what a container would write, which is in its snapshot, the last that was made
  local own
  own=$(find "$tree/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots" -mindepth 1 -maxdepth 1 | sort -V | tail -1)
  mkdir -p "$own/fs/srv/app/node_modules"
  tar -xf "$work/new/2.tar" -C "$own/fs" srv/app/node_modules/husky
  kill "$pid"
  wait "$pid" || true
  rm -f -- "$tree/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/$(sha256 "$work/old/2.tar")"
  find "$tree/var/lib/containerd" -mindepth 1 -maxdepth 1 ! -name '*bolt' ! -name '*content' ! -name '*overlayfs' -exec rm -rf {} +
}

with_podman() {
  local tree=$1
  podman --root "$tree/var/lib/containers/storage" --runroot "$work/run/podman" --storage-driver overlay load -q -i "$work/web.tar" >&2
  podman --root "$tree/var/lib/containers/storage" --runroot "$work/run/podman" --storage-driver overlay tag localhost/shop/web:13 docker.io/shop/web:13 >&2 || true
}

# system TREE VERSION: the files of a Debian.
system() {
  mkdir -p "$1"
  layers "$images/debian-$2.tar" "$work/system-$2"
  for l in "$work/system-$2"/?.tar; do tar -xf "$l" -C "$1"; done
}

disk() {
  find "$1" -exec touch -h -d @1700000000 {} +
  truncate -s 24M "$work/disk.img"
  E2FSPROGS_FAKE_TIME=1700000000 mkfs.ext4 -q -F -O ^has_journal -N 8192 -d "$1" "$work/disk.img"
  qemu-img convert -O qcow2 -c "$work/disk.img" "$2"
  rm -f "$work/disk.img"
}

system "$work/product-old" 12
with_docker "$work/product-old" old_images
disk "$work/product-old" "$out/product-old.qcow2"
system "$work/product-new" 13
with_docker "$work/product-new" new_images
disk "$work/product-new" "$out/product-new.qcow2"
mkdir -p "$work/stores/etc"
printf 'ID=debian\nPRETTY_NAME="Debian"\n' >"$work/stores/etc/os-release"
with_containerd "$work/stores"
with_podman "$work/stores"
disk "$work/stores" "$out/stores.qcow2"
