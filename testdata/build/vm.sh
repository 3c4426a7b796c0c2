#!/usr/bin/env bash
# vm.sh OUT - a small disk of a virtual machine from ../images/debian-13.tar: a GPT
# with an EFI system partition, a root file system, and a separate /var
# that its fstab names. Makes OUT/debian-13.qcow2.
#
# Runs as root. Needs jq, sfdisk, mkfs.ext4, qemu-img.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: vm.sh OUT}" && cd "$1" && pwd)
need jq sfdisk mkfs.ext4 qemu-img
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir "$work/image" "$work/root" "$work/var"
tar -xf "$(dirname "${BASH_SOURCE[0]}")/../images/debian-13.tar" -C "$work/image"
jq -r '.[0].Layers[]' "$work/image/manifest.json" | while read -r layer; do tar -xf "$work/image/$layer" -C "$work/root"; done
mv "$work"/root/var/* "$work/var/"
cat >"$work/root/etc/fstab" <<'FSTAB'
UUID=11111111-2222-4333-8444-555555555555 / ext4 defaults 0 1
UUID=11111111-2222-4333-8444-666666666666 /var ext4 defaults 0 2
FSTAB
find "$work/root" "$work/var" -exec touch -h -d @1700000000 {} +

make_part() {
  local name=$1 uuid=$2 size=$3 src=$4
  truncate -s "$size" "$work/$name.img"
  E2FSPROGS_FAKE_TIME=1700000000 mkfs.ext4 -q -F -O ^has_journal -U "$uuid" -E hash_seed="$uuid" -d "$src" "$work/$name.img"
}
make_part root 11111111-2222-4333-8444-555555555555 8M "$work/root"
make_part var 11111111-2222-4333-8444-666666666666 4M "$work/var"
truncate -s 16M "$work/disk.img"
printf 'label: gpt\nlabel-id: 11111111-2222-4333-8444-000000000000\nstart=2048, size=2048, type=U\nstart=4096, size=16384, type=L\nstart=20480, size=8192, type=L\n' |
  sfdisk -q "$work/disk.img"
dd if="$work/root.img" of="$work/disk.img" bs=512 seek=4096 conv=notrunc,sparse status=none
dd if="$work/var.img" of="$work/disk.img" bs=512 seek=20480 conv=notrunc,sparse status=none
qemu-img convert -O qcow2 -c "$work/disk.img" "$out/debian-13.qcow2"
