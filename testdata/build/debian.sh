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

# install BASE TREE: TREE is a copy of BASE with the packages installed.
install_packages() {
  local base=$1 tree=$2
  rm -rf -- "$tree.tmp"
  cp -a --reflink=auto -- "$base" "$tree.tmp"
  # No daemon is started while installing.
  printf '#!/bin/sh\nexit 101\n' >"$tree.tmp/usr/sbin/policy-rc.d"
  chmod 755 "$tree.tmp/usr/sbin/policy-rc.d"
  # The packages come from where the base came from, with this machine's own
  # settings for reaching it, which do not stay.
  cp -- /etc/resolv.conf "$tree.tmp/etc/resolv.conf"
  local run=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"}
    chroot "$tree.tmp")
  "${run[@]}" apt-get -qq update >&2
  "${run[@]}" apt-get -qq install -y --no-install-recommends redis-server nginx >&2
  "${run[@]}" apt-get -qq clean
  # Tidy as an image build does; files of the base among these become whiteouts.
  rm -rf -- "$tree.tmp"/var/lib/apt/lists/* "$tree.tmp"/var/log/{bootstrap.log,apt,dpkg.log,alternatives.log} \
    "$tree.tmp"/var/cache/apt/*.bin "$tree.tmp"/var/cache/debconf/*-old "$tree.tmp"/var/lib/dpkg/*-old \
    "$tree.tmp/usr/sbin/policy-rc.d" "$tree.tmp/etc/resolv.conf"
  mv -- "$tree.tmp" "$tree"
}

for pair in 12:bookworm 13:trixie; do
  n=debian-${pair%:*} suite=${pair#*:}
  base=$out/base/$n
  base_tree "$suite" "$out" "$n"
  [[ -d $out/$n ]] || { log "install in $n"; install_packages "$base" "$out/$n"; }
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
