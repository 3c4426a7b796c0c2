#!/usr/bin/env bash
# cut.sh IN OUT - small images cut from the large ones that the other scripts
# made in IN: real package metadata and real license texts, nothing else. They
# are what the tests and the README run on.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
need tar jq gzip zstd find

in=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT

# keep FROM TO PATH...: copy the paths that exist, links as links, one time for all.
keep() {
  local from=$1 to=$2 p
  shift 2
  for p in "$@"; do
    [[ -e $from/$p || -L $from/$p ]] || continue
    mkdir -p "$to/$(dirname "$p")"
    cp -a -- "$from/$p" "$to/$p"
  done
}

# stamp TREE: the same bytes at every run.
stamp() { find "$1" -exec touch -h -d @1767225600 {} +; chmod -R u+rwX,go+rX "$1"; }

# stanzas STATUS NAME...: the paragraphs of a dpkg status file for the packages.
stanzas() {
  local status=$1
  shift
  awk -v RS= -v ORS='\n\n' -v names=" $* " '{
    split($1 " " $2, f, " "); if (index(names, " " f[2] " ")) print
  }' "$status"
}

# debian TREE TO NAME...: the packages of a root file system with their
# copyright files and file lists.
debian() {
  local tree=$1 to=$2 n
  shift 2
  mkdir -p "$to/var/lib/dpkg/info"
  stanzas "$tree/var/lib/dpkg/status" "$@" >"$to/var/lib/dpkg/status"
  for n in "$@"; do
    keep "$tree" "$to" "usr/share/doc/$n/copyright" "var/lib/dpkg/info/$n.list" "var/lib/dpkg/info/$n:amd64.list"
    if [[ -L $tree/usr/share/doc/$n ]]; then keep "$tree" "$to" "usr/share/doc/$n"; fi
  done
}

base=(base-files bash coreutils libc6 zlib1g debian-archive-keyring tar libgcc-s1 gcc-12-base gcc-14-base)
more=(redis-server redis-tools nginx nginx-common liblzf1 libjemalloc2 liblz4-1 libssl3 libssl3t64 login)
for v in 12 13; do
  t=$tmp/debian-$v
  debian "$in/debian-$v" "$t/1" "${base[@]}"
  keep "$in/debian-$v" "$t/1" etc/os-release usr/lib/os-release
  cp -a -- "$t/1" "$t/2"
  rm -f -- "$t/2/var/lib/dpkg/status"
  debian "$in/debian-$v" "$t/2" "${base[@]}" "${more[@]}"
  stamp "$t"
  base_layer "$t/1" "$tmp/debian-$v.1.tar"
  diff_layer "$t/1" "$t/2" "$tmp/debian-$v.2.tar"
  docker_archive "$out/debian-$v.tar" "licdrift.test/debian:$v" "$tmp/debian-$v.1.tar" "$tmp/debian-$v.2.tar"
done

# a third layer that takes the documentation away
cp -a -- "$tmp/debian-13/2" "$tmp/debian-13/3"
rm -rf -- "$tmp/debian-13/3/usr/share/doc"
stamp "$tmp/debian-13/3"
diff_layer "$tmp/debian-13/2" "$tmp/debian-13/3" "$tmp/debian-13.3.tar"
docker_archive "$out/debian-13-nodoc.tar" "licdrift.test/debian:13-nodoc" "$tmp/debian-13.1.tar" "$tmp/debian-13.2.tar" "$tmp/debian-13.3.tar"

for s in old new; do
  t=$tmp/node-$s
  mkdir -p "$t/1"
  keep "$in/debian-12" "$t/1" etc/os-release usr/lib/os-release
  cp -a -- "$t/1" "$t/2"
  keep "$in/node-$s/srv/app" "$t/2/srv/app" package.json
  for n in husky @fingerprintjs/fingerprintjs minimatch xmldom argparse sax esprima doctrine glob-to-regexp faye-websocket; do
    d=$in/node-$s/srv/app/node_modules/$n
    [[ -d $d ]] || continue
    while IFS= read -r f; do
      keep "$in/node-$s/srv/app" "$t/2/srv/app" "node_modules/$n/$f"
    done < <(cd "$d" && find . -maxdepth 1 -type f \( -name package.json -o -iname '*licen*' -o -iname 'copying*' \) -printf '%P\n')
  done
  stamp "$t"
  base_layer "$t/1" "$tmp/node-$s.1.tar"
  diff_layer "$t/1" "$t/2" "$tmp/node-$s.2.tar"
  oci_archive "$out/node-$s.oci.tar" "$s" gzip,zstd "$tmp/node-$s.1.tar" "$tmp/node-$s.2.tar"
done

for v in 1.5.7 1.6.0; do
  mkdir -p "$out/terraform-$v"
  for f in LICENSE go.mod; do
    install -m 644 -- "$in/terraform-$v/$f" "$out/terraform-$v/$f"
  done
done

mkdir -p "$out/rpm"
install -m 644 -- "$in/rpm-sqlite/usr/lib/sysimage/rpm/rpmdb.sqlite" "$out/rpm/rpmdb.sqlite"
install -m 644 -- "$in/rpm-ndb/usr/lib/sysimage/rpm/Packages.db" "$out/rpm/Packages.db"
install -m 644 -- "$in/rpm-bdb/var/lib/rpm/Packages" "$out/rpm/Packages"
