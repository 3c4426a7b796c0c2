#!/usr/bin/env bash
# disks.sh OUT - one small disk in each format that a disk image comes in, and
# images that must be refused. The disk is 4 MiB and three sectors: a size that no
# format's blocks divide, with content at the edges of blocks, the rest holes.
# Needs qemu-img, and VMDKstream (Debian's python3-vmdkstream), which writes the
# footer that qemu-img does not. CIDs, UUIDs and times in the images are new at
# each run; the disk is the same.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
need qemu-img zstd tar seq gzip dd
python=/usr/bin/python3

mkdir -p "$1"
out=$(realpath "$1")
tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT
cd "$tmp"

# put OFFSET: write what comes on stdin there.
put() { dd of=disk.raw bs=64K oflag=seek_bytes seek="$1" conv=notrunc status=none; }
seq 99999 | gzip -9n >noise
noise() { head -c $((9999 * $1 + $2)) noise | tail -c "$2"; }

log "the disk"
truncate -s $((4 * 1048576 + 1536)) disk.raw
{ seq 1 200 | head -c 510; printf '\x55\xaa'; } | put 0
noise 1 3000 | put $((65536 - 100))          # over the edge of two 64 KiB blocks
seq 1 20000 | put $((512 * 1024))            # compressible, more than a block
noise 7 5000 | put $((2 * 1048576 - 2500))   # over the edge of two 2 MiB blocks
printf 'one sector' | put $((3 * 1048576 + 512))
printf 'the end' | put $((4 * 1048576 + 1536 - 7))

# as NAME FORMAT [OPTIONS]: the disk in a format.
as() {
  log "$1"
  qemu-img convert -f raw disk.raw -O "$2" ${3:+-o "$3"} ${4:+$4} "$1"
}
as plain.qcow2 qcow2
as v2.qcow2 qcow2 compat=0.10
as zlib.qcow2 qcow2 compression_type=zlib -c
as zstd.qcow2 qcow2 compression_type=zstd -c
as small.qcow2 qcow2 cluster_size=4k -c
as extended.qcow2 qcow2 extended_l2=on,cluster_size=128k
as sparse.vmdk vmdk subformat=monolithicSparse
as stream.vmdk vmdk subformat=streamOptimized
as flat.vmdk vmdk subformat=monolithicFlat
as split.vmdk vmdk subformat=twoGbMaxExtentSparse
as splitflat.vmdk vmdk subformat=twoGbMaxExtentFlat
as fixed.vhd vpc subformat=fixed,force_size=on
as dynamic.vhd vpc subformat=dynamic,force_size=on
as fixed.vhdx vhdx subformat=fixed
as dynamic.vhdx vhdx subformat=dynamic
as dynamic.vdi vdi
as static.vdi vdi static=on
"$python" -c 'import VMDKstream; VMDKstream.convert_to_stream("disk.raw", "footer.vmdk")' >&2
rm noise flat-flat.vmdk splitflat-f001.vmdk # the disk as it is

log "appliance.ova"
cat >appliance.ovf <<'OVF'
<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
  <References>
    <File ovf:id="file1" ovf:href="stream.vmdk"/>
    <File ovf:id="file2" ovf:href="footer.vmdk"/>
  </References>
  <DiskSection>
    <Info>Virtual disks</Info>
    <Disk ovf:diskId="disk1" ovf:fileRef="file1" ovf:capacity="4195840"/>
    <Disk ovf:diskId="disk2" ovf:fileRef="file2" ovf:capacity="4195840"/>
    <Disk ovf:diskId="scratch" ovf:capacity="1073741824"/>
  </DiskSection>
</Envelope>
OVF
tar --create --format=ustar --owner=0 --group=0 --mtime=@1767225600 --file appliance.ova appliance.ovf stream.vmdk footer.vmdk
rm appliance.ovf

log "those to refuse"
qemu-img create -q -f qcow2 -b plain.qcow2 -F qcow2 backed.qcow2
qemu-img create -q -f qcow2 -o data_file=elsewhere.raw external.qcow2 1M
qemu-img create -q -f qcow2 --object secret,id=k,data=k -o encrypt.format=luks,encrypt.key-secret=k,encrypt.iter-time=10 encrypted.qcow2 1M
qemu-img create -q -f vmdk -b sparse.vmdk -F vmdk delta.vmdk
truncate -s 4K encrypted.qcow2 # the header is enough, the keys' noise is large
rm elsewhere.raw

for f in *; do
  case $f in
    flat.vmdk | split.vmdk | splitflat.vmdk) cp -- "$f" "$out/$f" ;; # text, to be seen as it is
    *) zstd -q -19 -f "$f" -o "$out/$f.zst" ;;
  esac
done
