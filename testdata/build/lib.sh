# shellcheck shell=bash
# lib.sh - helpers shared by the sample builders: base trees, layers, archives.
#
# Sourced, not run. Needs GNU tar, find, coreutils, jq, gzip, zstd.
# All archives are written here with tar and jq: no container runtime is used.

# Say what is being done, on stderr.
log() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

# Stop unless every named command is there.
need() {
  local c
  for c in "$@"; do
    command -v "$c" >/dev/null || { log "needs the command '$c'"; exit 1; }
  done
}

# sha256 FILE -> the bare hex digest.
sha256() { sha256sum -- "$1" | cut -d' ' -f1; }

# base_tree SUITE OUT NAME: OUT/base/NAME holds a minbase root file system of
# the Debian suite and OUT/base/NAME.layer.tar the same as a layer. Both are
# made once: every image on that base shares the layer, byte for byte.
# A lock lets two builders ask for the same base at the same time.
base_tree() {
  local suite=$1 out=$2 name=$3
  local dir=$out/base/$name
  mkdir -p "$out/base"
  (
    flock 9
    if [[ ! -e $dir.layer.tar ]]; then
      need debootstrap
      # An older debootstrap may not know a newer suite: all suites since
      # buster are made by the script that "sid" points to.
      local script=/usr/share/debootstrap/scripts/$suite
      [[ -e $script ]] || ln -s sid "$script"
      log "debootstrap $suite"
      rm -rf -- "$dir.tmp" "$dir"
      debootstrap --variant=minbase "$suite" "$dir.tmp" >&2
      # What published base images leave out too, and what tells of this machine.
      rm -rf -- "$dir.tmp"/etc/{resolv.conf,hostname} "$dir.tmp"/var/lib/apt/lists/* "$dir.tmp"/var/cache/apt/*.bin \
        "$dir.tmp"/var/cache/apt/archives/*.deb
      mv -- "$dir.tmp" "$dir"
      base_layer "$dir" "$dir.layer.tar"
    fi
  ) 9>"$out/base/$name.lock"
}

# tar_list TREE LAYER: write the entries of TREE named on stdin (NUL-ended,
# relative) to the layer. PAX format, as container tools write it; whole
# seconds only, so that an entry needs no extended header of its own.
tar_list() {
  tar --create --file "$2" --directory "$1" --no-recursion --null \
    --files-from - --format=posix --numeric-owner \
    --pax-option=delete=atime,delete=ctime,delete=mtime
}

# entries TREE: every path in TREE, NUL-ended, parents first. What lies in
# /dev, /proc, /sys is the runtime's, not the image's.
entries() {
  find "$1" -mindepth 1 \
    \( -path "$1/dev/*" -o -path "$1/proc/*" -o -path "$1/sys/*" \) -prune \
    -o -printf '%P\0' | LC_ALL=C sort -z
}

# signatures TREE: as entries, each followed by what makes it "the same":
# type, mode, owner, size, time, link target. A folder's size and time say
# nothing about the folder itself.
signatures() {
  find "$1" -mindepth 1 \
    \( -path "$1/dev/*" -o -path "$1/proc/*" -o -path "$1/sys/*" \) -prune \
    -o -type d -printf '%P\t%y %m %U:%G\0' \
    -o -printf '%P\t%y %m %U:%G %s %T@ %l\0' | LC_ALL=C sort -z
}

# base_layer TREE LAYER: the whole tree as one layer.
base_layer() {
  log "layer $(basename "$2")"
  entries "$1" | tar_list "$1" "$2.tmp"
  mv -- "$2.tmp" "$2"
}

# diff_layer OLDTREE NEWTREE LAYER: what NEWTREE adds or changes, with the
# folders above it, and an empty ".wh.NAME" for what it no longer has.
diff_layer() {
  local old=$1 new=$2 layer=$3 tmp
  log "layer $(basename "$layer")"
  tmp=$(mktemp -d)
  signatures "$old" >"$tmp/old"
  signatures "$new" >"$tmp/new"
  # New or changed, and each one's parent folders.
  LC_ALL=C comm -z -13 "$tmp/old" "$tmp/new" | cut -z -f1 |
    awk 'BEGIN { RS = ORS = "\0" } {
      n = split($0, part, "/"); path = ""
      for (i = 1; i <= n; i++) {
        path = (i == 1 ? "" : path "/") part[i]
        if (!(path in seen)) { seen[path]; print path }
      }
    }' | LC_ALL=C sort -z >"$tmp/changed"
  # Gone: only the topmost path of a removed tree gets a whiteout.
  cut -z -f1 "$tmp/old" | LC_ALL=C sort -z >"$tmp/oldpaths"
  cut -z -f1 "$tmp/new" | LC_ALL=C sort -z >"$tmp/newpaths"
  mkdir "$tmp/wh"
  LC_ALL=C comm -z -23 "$tmp/oldpaths" "$tmp/newpaths" >"$tmp/gone"
  while IFS= read -r -d '' path; do
    local parent=${path%/*}
    [[ $path == */* ]] || parent=.
    [[ -d $new/$parent && ! -L $new/$parent ]] || continue
    mkdir -p "$tmp/wh/$parent"
    : >"$tmp/wh/$parent/.wh.${path##*/}"
  done <"$tmp/gone"
  tar_list "$new" "$layer.tmp" <"$tmp/changed"
  find "$tmp/wh" -type f -printf '%P\0' | LC_ALL=C sort -z |
    tar --append --file "$layer.tmp" --directory "$tmp/wh" --null \
      --files-from - --format=posix --numeric-owner --owner=0 --group=0 \
      --pax-option=delete=atime,delete=ctime,delete=mtime
  rm -rf -- "$tmp"
  mv -- "$layer.tmp" "$layer"
}

# image_config LAYER...: the image configuration for these (raw) layers.
image_config() {
  local l ids=()
  for l in "$@"; do ids+=("sha256:$(sha256 "$l")"); done
  jq -cn '{
    created: "2026-01-01T00:00:00Z", architecture: "amd64", os: "linux",
    config: {Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
    rootfs: {type: "layers", diff_ids: $ARGS.positional},
    history: [$ARGS.positional[] | {created: "2026-01-01T00:00:00Z", created_by: "testdata/build"}]
  }' --args "${ids[@]}"
}

# docker_archive FILE TAG LAYER...: the format of `docker save`, raw layers.
docker_archive() {
  local file=$1 tag=$2 dir l id cfg paths=()
  shift 2
  log "docker-archive $(basename "$file")"
  dir=$(mktemp -d -p "$(dirname "$file")")
  image_config "$@" >"$dir/config"
  cfg=$(sha256 "$dir/config").json
  mv -- "$dir/config" "$dir/$cfg"
  for l in "$@"; do
    id=$(sha256 "$l")
    mkdir -p "$dir/$id"
    ln -- "$l" "$dir/$id/layer.tar" 2>/dev/null || cp -- "$l" "$dir/$id/layer.tar"
    paths+=("$id/layer.tar")
  done
  jq -cn --arg c "$cfg" --arg t "$tag" \
    '[{Config: $c, RepoTags: [$t], Layers: $ARGS.positional}]' \
    --args "${paths[@]}" >"$dir/manifest.json"
  # --hard-dereference: a layer is stored as a file, whatever links it has here.
  (cd "$dir" && tar --create --file "$file.tmp" --hard-dereference --sort=name \
    --numeric-owner --owner=0 --group=0 --mtime=@0 -- *)
  rm -rf -- "$dir"
  mv -- "$file.tmp" "$file"
}

# oci_layout DIR TAG COMPRESSIONS LAYER...: an OCI image layout. COMPRESSIONS
# is a comma list of gzip, zstd or none, one per layer; the last one repeats.
oci_layout() {
  local dir=$1 tag=$2 l i=0 how tmp digest media layers='[]'
  local -a comp
  IFS=, read -r -a comp <<<"$3"
  shift 3
  log "OCI layout $(basename "$dir")"
  rm -rf -- "$dir"
  mkdir -p "$dir/blobs/sha256"
  tmp=$dir/blobs/tmp
  for l in "$@"; do
    how=${comp[$i]:-${comp[-1]}}
    i=$((i + 1))
    media=application/vnd.oci.image.layer.v1.tar
    case $how in
      gzip) gzip -nc -- "$l" >"$tmp"; media+=+gzip ;;
      zstd) zstd -qc -- "$l" >"$tmp"; media+=+zstd ;;
      none) cp -- "$l" "$tmp" ;;
    esac
    digest=$(sha256 "$tmp")
    layers=$(jq -c --arg m "$media" --arg d "sha256:$digest" \
      --argjson s "$(stat -c %s "$tmp")" \
      '. + [{mediaType: $m, digest: $d, size: $s}]' <<<"$layers")
    mv -- "$tmp" "$dir/blobs/sha256/$digest"
  done
  local cfg man
  image_config "$@" >"$tmp"
  cfg=$(descriptor application/vnd.oci.image.config.v1+json "$tmp")
  jq -cn --argjson c "$cfg" --argjson l "$layers" '{
    schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: $c, layers: $l}' >"$tmp"
  man=$(descriptor application/vnd.oci.image.manifest.v1+json "$tmp")
  jq -cn --argjson m "$man" --arg t "$tag" '{
    schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [$m + {platform: {architecture: "amd64", os: "linux"},
                      annotations: {"org.opencontainers.image.ref.name": $t}}]
  }' >"$dir/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$dir/oci-layout"
}

# descriptor MEDIATYPE FILE: move FILE to its place among the blobs beside it
# and print its descriptor.
descriptor() {
  local digest size
  digest=$(sha256 "$2")
  size=$(stat -c %s "$2")
  mv -- "$2" "$(dirname "$2")/sha256/$digest"
  jq -cn --arg m "$1" --arg d "sha256:$digest" --argjson s "$size" \
    '{mediaType: $m, digest: $d, size: $s}'
}

# oci_archive FILE TAG COMPRESSIONS LAYER...: an OCI image layout in a tar.
oci_archive() {
  local file=$1 dir
  shift
  log "OCI archive $(basename "$file")"
  dir=$(mktemp -d -p "$(dirname "$file")")
  oci_layout "$dir/layout" "$@"
  tar --create --file "$file.tmp" --directory "$dir/layout" --sort=name \
    --numeric-owner --owner=0 --group=0 --mtime=@0 blobs index.json oci-layout
  rm -rf -- "$dir"
  mv -- "$file.tmp" "$file"
}

# install_packages BASE TREE PACKAGE...: TREE is a copy of BASE with the packages
# installed.
install_packages() {
  local base=$1 tree=$2
  shift 2
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
  "${run[@]}" apt-get -qq install -y --no-install-recommends "$@" >&2
  "${run[@]}" apt-get -qq clean
  # Tidy as an image build does; files of the base among these become whiteouts.
  rm -rf -- "$tree.tmp"/var/lib/apt/lists/* "$tree.tmp"/var/log/{bootstrap.log,apt,dpkg.log,alternatives.log} \
    "$tree.tmp"/var/cache/apt/*.bin "$tree.tmp"/var/cache/debconf/*-old "$tree.tmp"/var/lib/dpkg/*-old \
    "$tree.tmp/usr/sbin/policy-rc.d" "$tree.tmp/etc/resolv.conf"
  mv -- "$tree.tmp" "$tree"
}
