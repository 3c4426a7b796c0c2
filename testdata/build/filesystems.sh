#!/usr/bin/env bash
# filesystems.sh OUT - small images of ext2, ext3, ext4 and squashfs with all that their
# readers must know: a directory of many blocks and one within its inode, files
# with holes, with many extents, within their inode; short and long links, hard
# links, devices, and what overlayfs marks. In OUT:
#   KIND.img.zst   the image
#   files.tsv      path, kind, and the sha256 of the content or the link's target
#
# Runs as root. Needs mkfs.ext4, mksquashfs, setfattr, zstd.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: filesystems.sh OUT}" && cd "$1" && pwd)
need mkfs.ext4 mksquashfs setfattr zstd mknod

src=$(mktemp -d)
trap 'rm -rf -- "$src"' EXIT
mkdir -p "$src"/{many,few,etc,a/b/c,a/opaque}
for i in $(seq 600); do echo "file $i" >"$src/many/a-name-that-fills-the-blocks-of-a-directory-$i"; done
for i in 1 2 3; do printf '%s' "$i" >"$src/few/$i"; done
# 200 kB that compress, and holes of several sizes
seq 40000 >"$src/big"
truncate -s 9M "$src/sparse"
printf middle | dd of="$src/sparse" bs=1 seek=5000000 conv=notrunc status=none
printf end | dd of="$src/sparse" bs=1 seek=9437181 conv=notrunc status=none
for i in $(seq 0 60); do printf 'piece %d' "$i" | dd of="$src/pieces" bs=1 seek=$((i * 9000)) conv=notrunc status=none; done
: >"$src/etc/empty"
printf 'NAME=Sample\n' >"$src/etc/os-release"
ln -s big "$src/short"
ln -s "$(printf 'folder/%.0s' {1..30})file" "$src/long"
ln "$src/big" "$src/a/b/hard"
mknod "$src/a/whiteout" c 0 0
mknod "$src/a/null" c 1 3
mkfifo "$src/a/fifo"
setfattr -n trusted.overlay.opaque -v y "$src/a/opaque"
printf 'text\n' >"$src/文件"
find "$src" -exec touch -h -d @1700000000 {} +

make_image() {
  local name=$1
  shift
  truncate -s 24M "$src.img"
  E2FSPROGS_FAKE_TIME=1700000000 mkfs.ext4 -q -F -U 3f2b8f0e-5a8b-4c8e-9a53-0c1d5f1c7a11 -E hash_seed=3f2b8f0e-5a8b-4c8e-9a53-0c1d5f1c7a11 \
    -L sample -d "$src" "$@" "$src.img"
  zstd -q -19 -f "$src.img" -o "$out/$name.img.zst"
  rm -- "$src.img"
}
make_image ext4
make_image ext4-1k -b 1024 -O meta_bg,^resize_inode,metadata_csum
make_image ext4-inline -I 512 -O inline_data
make_image ext3 -O '^extents,^64bit,^metadata_csum,^flex_bg,^huge_file'
make_image ext2 -b 1024 -O '^has_journal,^extents,^64bit,^metadata_csum,^flex_bg,^filetype'

make_squash() {
  local name=$1
  shift
  mksquashfs "$src" "$src.img" -quiet -no-progress -noappend -all-time 1700000000 "$@" >/dev/null
  zstd -q -19 -f "$src.img" -o "$out/$name.img.zst"
  rm -- "$src.img"
}
make_squash squashfs-gzip -comp gzip
make_squash squashfs-xz -comp xz -b 4096 -no-fragments
make_squash squashfs-zstd -comp zstd -b 1M -always-use-fragments
make_squash squashfs-plain -comp gzip -noI -noD -noF -noX -b 8192

# list KIND FIND-TEST COMMAND
(cd "$src" && LC_ALL=C find . -mindepth 1 -printf '%P\t%y\t%l\n' | LC_ALL=C sort) |
  while IFS=$'\t' read -r path kind link; do
    [[ $kind == f ]] && link=$(sha256sum <"$src/$path" | cut -d' ' -f1)
    printf '%s\t%s\t%s\n' "$path" "$kind" "$link"
  done >"$out/files.tsv"
