package filesystem

import "bytes"

// signature is what tells a content that is not read.
type signature struct {
	name string
	at   int64
	mark string
}

var signatures = []signature{
	{"btrfs", 0x10040, "_BHRfS_M"},
	{"LUKS", 0, "LUKS\xba\xbe"},
	{"NTFS", 3, "NTFS    "},
	{"FAT", 0x52, "FAT32"},
	{"FAT", 0x36, "FAT"},
	{"exFAT", 3, "EXFAT"},
	{"ISO 9660", 32769, "CD001"},
	{"F2FS", 1024, "\x10\x20\xf5\xf2"},
	{"XFS", 0, "XFSB"},
	{"squashfs", 0, "hsqs"},
	{"erofs", 1024, "\xe2\xe1\xf5\xe0"},
	{"Linux RAID", 4096, "\xfc\x4e\x2b\xa9"},
	{"Linux RAID", 0, "\xfc\x4e\x2b\xa9"},
	{"ZFS", 0x20000, "\x0c\xb1\xba\x00"},
	{"ZFS", 0x21000, "\x0c\xb1\xba\x00"},
	{"ReFS", 3, "ReFS"},
	{"bcachefs", 4096 + 24, "\xc6\x85\x73\xf6\x4e\x1a\x45\xca"},
	{"swap", 4096 - 10, "SWAPSPACE2"},
	{"swap", 65536 - 10, "SWAPSPACE2"},
}

// Name tells what a device that cannot be opened holds; empty where it cannot be
// told.
func Name(d Device) string {
	for _, s := range signatures {
		b := make([]byte, len(s.mark))
		if n, _ := d.ReadAt(b, s.at); n == len(b) && string(b) == s.mark {
			return s.name
		}
	}
	return ""
}

// Blank reports whether the beginning of a device, where any content has its marks,
// is zeros.
func Blank(d Device) bool {
	b := make([]byte, min(1<<20, d.Size()))
	n, _ := d.ReadAt(b, 0)
	return n == len(b) && len(bytes.Trim(b, "\x00")) == 0 // what cannot be read is not blank
}
