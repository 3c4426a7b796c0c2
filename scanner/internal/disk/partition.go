package disk

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

var le = binary.LittleEndian

// Volume is a part of a disk that can hold a file system.
type Volume struct {
	Name string // partition 1, vg/root
	UUID string // of the partition, as an fstab names it; empty where it has none
	Boot bool   // the firmware boots from it
	Device
}

// Bounds of a partition table.
const (
	maxPartitions = 256
	maxEntry      = 4096 // bytes of an entry in a GPT
)

// Partitions lists the partitions of a disk in the order of its table; none for a
// disk without a table. What the table says of places outside of the disk is an
// error.
func Partitions(d Device) ([]Volume, error) {
	for _, sector := range []int64{512, 4096} {
		if isGPT(d, sector) {
			return gpt(d, sector)
		}
	}
	var s [512]byte
	if n, _ := d.ReadAt(s[:], 0); n < len(s) || s[510] != 0x55 || s[511] != 0xAA {
		return nil, nil
	}
	return mbr(d, s[:])
}

func isGPT(d Device, sector int64) bool {
	var magic [8]byte
	n, _ := d.ReadAt(magic[:], sector)
	return n == len(magic) && string(magic[:]) == "EFI PART"
}

// gpt reads a GUID partition table.
// https://uefi.org/specs/UEFI/2.10/05_GUID_Partition_Table_Format.html
func gpt(d Device, sector int64) ([]Volume, error) {
	var h [92]byte
	if err := readFull(d, h[:], sector); err != nil {
		return nil, fmt.Errorf("read GPT: %w", err)
	}
	at, count, size := int64(le.Uint64(h[72:])), le.Uint32(h[80:]), int64(le.Uint32(h[84:]))
	if size < 128 || size > maxEntry || count > 4096 || at <= 0 || at > d.Size()/sector {
		return nil, fmt.Errorf("read GPT: %d entries of %d bytes at sector %d", count, size, at)
	}
	var out []Volume
	e := make([]byte, 128)
	for i := range int64(count) {
		if err := readFull(d, e, at*sector+i*size); err != nil {
			return out, fmt.Errorf("read GPT entry %d: %w", i+1, err)
		}
		if bytes.Equal(e[:16], make([]byte, 16)) {
			continue
		}
		first, last := le.Uint64(e[32:]), le.Uint64(e[40:])
		v, err := partition(d, i+1, first, last-first+1, sector)
		if err != nil || last < first {
			return out, fmt.Errorf("partition %d: sectors %d to %d lie outside of the disk: it is cut off", i+1, first, last)
		}
		v.UUID, v.Boot = guid(e[16:32]), bootTypes[guid(e[:16])]
		if out = append(out, v); len(out) > maxPartitions {
			return out, fmt.Errorf("more than %d partitions", maxPartitions)
		}
	}
	return out, nil
}

// bootTypes are what holds firmware programs alone: the EFI system partition, BIOS
// boot, PowerPC PReP.
var bootTypes = map[string]bool{
	"c12a7328-f81f-11d2-ba4b-00c04fc93b1d": true,
	"21686148-6449-6e6f-744e-656564454649": true,
	"9e1a2d38-c612-4316-aa26-8b49521e5a8b": true,
}

func partition(d Device, number int64, first, sectors uint64, sector int64) (Volume, error) {
	if limit := uint64(d.Size() / sector); first > limit || sectors > limit {
		return Volume{}, fmt.Errorf("partition %d: %d sectors at %d of %d", number, sectors, first, limit)
	}
	dev, err := part(d, int64(first)*sector, int64(sectors)*sector)
	return Volume{Name: fmt.Sprintf("partition %d", number), Device: dev}, err
}

// mbr reads a master boot record with its chain of logical partitions.
// https://en.wikipedia.org/wiki/Master_boot_record#Sector_layout
func mbr(d Device, s []byte) ([]Volume, error) {
	var out []Volume
	for i := range int64(4) {
		e := s[446+16*i:]
		kind, first, sectors := e[4], le.Uint32(e[8:]), le.Uint32(e[12:])
		if kind == 0 || sectors == 0 {
			continue
		}
		if e[0]&0x7F != 0 {
			return nil, nil // the boot sector of a file system, no table
		}
		if extended(kind) {
			more, err := logical(d, int64(first))
			out = append(out, more...)
			if err != nil {
				return out, err
			}
			continue
		}
		v, err := partition(d, i+1, uint64(first), uint64(sectors), 512)
		if err != nil {
			return out, fmt.Errorf("%w: it is cut off", err)
		}
		v.Boot = kind == 0xEF || kind == 0x41
		out = append(out, v)
	}
	return out, nil
}

func extended(kind byte) bool { return kind == 0x05 || kind == 0x0F || kind == 0x85 }

// logical follows the chain of an extended partition. Each link must lie behind
// the one before, so that the chain ends.
func logical(d Device, start int64) ([]Volume, error) {
	var out []Volume
	at := start
	for number := int64(5); number < maxPartitions; number++ {
		var s [512]byte
		if err := readFull(d, s[:], at*512); err != nil {
			return out, fmt.Errorf("read logical partition %d: %w", number, err)
		}
		if s[510] != 0x55 || s[511] != 0xAA {
			return out, fmt.Errorf("logical partition %d has no table", number)
		}
		e, next := s[446:], s[462:]
		if sectors := le.Uint32(e[12:]); e[4] != 0 && sectors != 0 {
			v, err := partition(d, number, uint64(at)+uint64(le.Uint32(e[8:])), uint64(sectors), 512)
			if err != nil {
				return out, err
			}
			out = append(out, v)
		}
		if next[4] == 0 {
			return out, nil
		}
		to := start + int64(le.Uint32(next[8:]))
		if to <= at {
			return out, fmt.Errorf("logical partition %d leads back", number)
		}
		at = to
	}
	return out, fmt.Errorf("more than %d partitions", maxPartitions)
}
