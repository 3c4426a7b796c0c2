#!/usr/bin/env bash
# debian.sh OUT - Debian 12 and 13 with redis-server and nginx, as root file
# systems and as images of two layers: the base, and what installing changed.
#
# Redis is 7.0 (BSD-3-Clause) in Debian 12 and 8.0 (RSALv2, SSPLv1 or AGPLv3)
# in Debian 13. For each of debian-12 and debian-13, makes in OUT:
#   debian-1x/            the root file system
#   debian-1x.docker.tar  docker-archive, raw layers
#   debian-1x.oci.tar     OCI layout in a tar, gzip layers
#   debian-1x.oci/        OCI layout: 12 with both layers zstd, 13 with the
#                         base gzip and the second layer zstd
# and debian-13-nodoc/, debian-13-nodoc.docker.tar: the same without
# /usr/share/doc, in the image by a third layer that whites it out.
#
# Runs as root. Needs debootstrap, debian-archive-keyring, jq, zstd.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: debian.sh OUT}" && cd "$1" && pwd)
need debootstrap chroot jq gzip zstd flock

for pair in 12:bookworm 13:trixie; do
  n=debian-${pair%:*} suite=${pair#*:}
  base=$out/base/$n
  base_tree "$suite" "$out" "$n"
  [[ -d $out/$n ]] || { log "install in $n"; install_packages "$base" "$out/$n" redis-server nginx; }
  top=$out/base/$n.top.layer.tar
  [[ -e $top ]] || diff_layer "$base" "$out/$n" "$top"
  layers=("$base.layer.tar" "$top")
  [[ -e $out/$n.docker.tar ]] || docker_archive "$out/$n.docker.tar" "sample/$n:1" "${layers[@]}"
  [[ -e $out/$n.oci.tar ]] || oci_archive "$out/$n.oci.tar" 1 gzip "${layers[@]}"
  how=zstd
  [[ $n == debian-13 ]] && how=gzip,zstd
  [[ -e $out/$n.oci/oci-layout ]] || oci_layout "$out/$n.oci" 1 "$how" "${layers[@]}"
done

# The same as debian-13 with the documentation removed, as slim images do.
n=debian-13-nodoc
if [[ ! -d $out/$n ]]; then
  rm -rf -- "$out/$n.tmp"
  cp -al -- "$out/debian-13" "$out/$n.tmp"   # hard links: nothing changes a file after this
  rm -rf -- "$out/$n.tmp/usr/share/doc"
  mv -- "$out/$n.tmp" "$out/$n"
fi
if [[ ! -e $out/$n.docker.tar ]]; then
  diff_layer "$out/debian-13" "$out/$n" "$out/base/$n.top.layer.tar"
  docker_archive "$out/$n.docker.tar" "sample/$n:1" "$out/base/debian-13.layer.tar" \
    "$out/base/debian-13.top.layer.tar" "$out/base/$n.top.layer.tar"
fi
