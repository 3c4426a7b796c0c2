#!/usr/bin/env bash
# rpm.sh OUT - small root file systems with real rpm databases, one for each
# format in the field: sqlite (Fedora, RHEL 9), ndb (SUSE), bdb (RHEL 7).
#
# Three tiny packages are built with rpmbuild and installed with rpm:
#   sample-old    1.0-1  GPLv2+ and MIT            (the older license names)
#   sample-new    2.1-3  MIT AND Apache-2.0        (SPDX)
#   sample-big    0.9-1  LGPL-2.1-or-later WITH Classpath-exception-2.0
#                        with 400 (ghost) files, so that its header spans pages
# Makes OUT/rpm-sqlite, OUT/rpm-ndb, OUT/rpm-bdb and OUT/rpms/*.rpm.
#
# Debian 12's rpm is built without ndb: Debian 13's, in a root of its own,
# writes that database. rpm itself has not written bdb since 4.17: the bdb database holds the headers
# of the sqlite one, loaded as rpm kept them: a hash of package number to
# header, with the highest number under key 0.
#
# Runs as root, on Debian 12. Needs rpm, sqlite3, db5.3-util, debootstrap.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: rpm.sh OUT}" && cd "$1" && pwd)
need rpm rpmbuild sqlite3 db5.3_load

tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT

# build NAME VERSION RELEASE LICENSE FILES [GHOST]: one noarch package with a
# license file and that many more files; with %ghost, these are only in the
# package's header, not on disk.
build() {
  cat >"$tmp/$1.spec" <<SPEC
Name: $1
Version: $2
Release: $3
License: $4
Summary: A sample package
BuildArch: noarch
%description
A sample package.
%install
mkdir -p %{buildroot}/usr/share/$1 %{buildroot}/usr/share/licenses/$1
echo "License: $4" >%{buildroot}/usr/share/licenses/$1/LICENSE
for i in \$(seq 1 $5); do echo \$i >%{buildroot}/usr/share/$1/file-\$i; done
%files
%dir /usr/share/licenses/$1
%license /usr/share/licenses/$1/LICENSE
%dir /usr/share/$1
${6:-} /usr/share/$1/file-*
SPEC
  rpmbuild --quiet -bb --define "_topdir $tmp/top" --define "_rpmdir $out/rpms" \
    --define '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' \
    --define '_licensedir /usr/share/licenses' \
    --define '__os_install_post %{nil}' --define '_buildhost localhost' \
    --define 'debug_package %{nil}' "$tmp/$1.spec" >&2
}

if [[ ! -e $out/rpms/sample-big-0.9-1.noarch.rpm ]]; then
  log "build packages"
  mkdir -p "$out/rpms"
  build sample-old 1.0 1 "GPLv2+ and MIT" 1
  build sample-new 2.1 3 "MIT AND Apache-2.0" 1
  build sample-big 0.9 1 "LGPL-2.1-or-later WITH Classpath-exception-2.0" 400 %ghost
fi

# rootfs BACKEND DIR DBPATH [ROOT]: a root file system DIR with the packages
# installed, by the rpm of the root ROOT if one is named, else by this machine's.
rootfs() {
  local backend=$1 dir=$2 dbpath=$3 root=${4:-} opts run=()
  local target=$dir from=$out/rpms
  if [[ -n $root ]]; then
    run=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C chroot "$root")
    target=/target from=/rpms
    rm -rf -- "$root/target" "$root/rpms"
    cp -R -- "$out/rpms" "$root/rpms"
  fi
  opts=(--root "$target" --dbpath "$dbpath" --define "_db_backend $backend")
  mkdir -p "$root$target/etc" "$root$target$dbpath"
  "${run[@]}" rpm "${opts[@]}" --initdb
  # Inside the root the names are expanded there, not here.
  # shellcheck disable=SC2016
  "${run[@]}" sh -c 'from=$1; shift; exec rpm "$@" --nodeps --nosignature --install "$from"/*.rpm' \
    sh "$from" "${opts[@]}"
  [[ -z $root ]] || mv -- "$root$target" "$dir"
  rm -f -- "$dir$dbpath"/.rpm.lock
}

# rpm_root: a Debian 13 with rpm, and its folder's name.
rpm_root() {
  local root=$out/base/debian-13-rpm
  if [[ ! -d $root ]]; then
    base_tree trixie "$out" debian-13
    rm -rf -- "$root.tmp"
    cp -a --reflink=auto -- "$out/base/debian-13" "$root.tmp"
    cp -- /etc/resolv.conf "$root.tmp/etc/resolv.conf"
    local run=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive
      ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"}
      chroot "$root.tmp")
    "${run[@]}" apt-get -qq update >&2
    "${run[@]}" apt-get -qq install -y --no-install-recommends rpm >&2
    mv -- "$root.tmp" "$root"
  fi
  echo "$root"
}

os_release() {
  printf 'NAME="%s"\nID=%s\nVERSION_ID=%s\n' "$2" "$3" "$4" >"$1/etc/os-release"
}

for backend in sqlite ndb; do
  dir=$out/rpm-$backend
  [[ -d $dir ]] && continue
  log "root file system $backend"
  rm -rf -- "$dir.tmp"
  root=
  [[ $backend == ndb ]] && root=$(rpm_root)
  rootfs "$backend" "$dir.tmp" /usr/lib/sysimage/rpm "$root"
  mkdir -p "$dir.tmp/var/lib"
  ln -s ../../usr/lib/sysimage/rpm "$dir.tmp/var/lib/rpm"
  os_release "$dir.tmp" "Fedora Linux" fedora 41
  mv -- "$dir.tmp" "$dir"
done

dir=$out/rpm-bdb
if [[ ! -d $dir ]]; then
  log "root file system bdb"
  rm -rf -- "$dir.tmp"
  rootfs sqlite "$dir.tmp" /var/lib/rpm
  os_release "$dir.tmp" "CentOS Linux" centos 7
  db=$dir.tmp/var/lib/rpm
  # Numbers are 32 bits, little-endian: byte-swapped hex of 8 digits.
  le='substr(h,7,2)||substr(h,5,2)||substr(h,3,2)||substr(h,1,2)'
  {
    printf 'VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=4096\nHEADER=END\n'
    sqlite3 "$db/rpmdb.sqlite" \
      "SELECT ' 00000000' || char(10) || ' ' || $le FROM (SELECT printf('%08x', max(hnum)) AS h FROM Packages);" \
      "SELECT ' ' || $le || char(10) || ' ' || lower(hex(blob)) FROM (SELECT printf('%08x', hnum) AS h, blob FROM Packages);"
    printf 'DATA=END\n'
  } | db5.3_load "$db/Packages"
  rm -f -- "$db"/rpmdb.sqlite*
  mv -- "$dir.tmp" "$dir"
fi

# Read each back: rpm is the judge of what was made. From a copy, as even a
# query leaves files behind.
query() { "$@" -qa --qf '%{NAME}-%{VERSION}-%{RELEASE} [%{LICENSE}]; ' 2>/dev/null; }
for backend in sqlite bdb ndb; do
  dbpath=/usr/lib/sysimage/rpm how=$backend
  [[ $backend == bdb ]] && dbpath=/var/lib/rpm how=bdb_ro
  opts=(--dbpath "$dbpath" --define "_db_backend $how")
  if [[ $backend == ndb ]]; then
    root=$(rpm_root)
    rm -rf -- "$root/read"
    cp -a -- "$out/rpm-$backend" "$root/read"
    log "$backend: $(query chroot "$root" rpm --root /read "${opts[@]}")"
    rm -rf -- "$root/read"
  else
    cp -a -- "$out/rpm-$backend" "$tmp/read-$backend"
    log "$backend: $(query rpm --root "$tmp/read-$backend" "${opts[@]}")"
  fi
done
