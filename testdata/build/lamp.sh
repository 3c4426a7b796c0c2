#!/usr/bin/env bash
# lamp.sh OUT - Debian 12 and 13 with a web stack of about 140 packages beyond
# the base: Apache, MariaDB, PHP and WordPress, as root file systems and as
# images of two layers: the base, and what installing changed.
#
# Nearly nothing here changes its license; what changes is the bulk: versions,
# package names (PHP 8.2 to 8.4, the t64 libraries) and copyright files that
# were written anew. For each of lamp-12 and lamp-13, makes in OUT:
#   lamp-1x/            the root file system
#   lamp-1x.docker.tar  docker-archive, raw layers
#   lamp-1x.oci.tar     OCI layout in a tar, gzip layers
# The base is the one that debian.sh makes in the same OUT.
#
# Runs as root. Needs debootstrap, debian-archive-keyring, jq.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: lamp.sh OUT}" && cd "$1" && pwd)
need debootstrap chroot jq gzip flock

for pair in 12:bookworm 13:trixie; do
  v=${pair%:*} suite=${pair#*:}
  n=lamp-$v
  base=$out/base/debian-$v
  base_tree "$suite" "$out" "debian-$v"
  if [[ ! -d $out/$n ]]; then
    log "install in $n"
    install_packages "$base" "$out/$n" apache2 mariadb-server php libapache2-mod-php php-mysql wordpress
  fi
  top=$out/base/$n.top.layer.tar
  [[ -e $top ]] || diff_layer "$base" "$out/$n" "$top"
  layers=("$base.layer.tar" "$top")
  [[ -e $out/$n.docker.tar ]] || docker_archive "$out/$n.docker.tar" "sample/$n:1" "${layers[@]}"
  [[ -e $out/$n.oci.tar ]] || oci_archive "$out/$n.oci.tar" 1 gzip "${layers[@]}"
done
