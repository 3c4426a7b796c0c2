package source

import (
	"bufio"
	"io"
	"regexp"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/filesystem"
)

// mounted is a line of an fstab: which volume stands where.
// https://man7.org/linux/man-pages/man5/fstab.5.html
type mounted struct{ spec, at string }

// maxFstab bounds what is read of an fstab, in bytes.
const maxFstab = 1 << 20

// fstab lists the volumes that a root file system mounts below itself.
func fstab(root filesystem.FS) []mounted {
	f, err := root.Lookup("etc/fstab")
	if err != nil || f.Kind != filesystem.Regular {
		return nil
	}
	var out []mounted
	s := bufio.NewScanner(io.NewSectionReader(f.At, 0, min(f.Size, maxFstab)))
	for s.Scan() {
		fields := strings.Fields(s.Text())
		if len(fields) < 3 || strings.HasPrefix(fields[0], "#") || fields[2] == "swap" {
			continue
		}
		if at, ok := clean(fields[1]); ok && at != "" {
			out = append(out, mounted{fields[0], at})
		}
	}
	return out
}

// names reports whether the line means a volume.
func (m mounted) names(v volume) bool {
	key, value, ok := strings.Cut(m.spec, "=")
	value = strings.ToLower(strings.Trim(value, `"`))
	switch {
	case v.fs == nil:
		return false
	case !ok:
		return m.device(v)
	case strings.EqualFold(key, "UUID"):
		return value == v.fs.UUID()
	case strings.EqualFold(key, "PARTUUID"):
		return value == v.UUID
	case strings.EqualFold(key, "LABEL"):
		return value == strings.ToLower(v.fs.Label())
	}
	return false
}

// partitionFile is the device file of a partition, of any disk: what a disk is called
// depends on the machine.
var partitionFile = regexp.MustCompile(`^/dev/(?:(?:sd|vd|xvd|hd)[a-z]+|(?:nvme\d+n|mmcblk|nbd|loop)\d+p)(\d+)$`)

// device compares the name of a device file: of a logical volume, or of a
// partition by its number.
func (m mounted) device(v volume) bool {
	if id, ok := strings.CutPrefix(m.spec, "/dev/disk/by-uuid/"); ok {
		return strings.ToLower(id) == v.fs.UUID()
	}
	if lv, ok := strings.CutPrefix(m.spec, "/dev/mapper/"); ok {
		// a hyphen within a name is doubled
		group, name, _ := strings.Cut(strings.ReplaceAll(lv, "--", "\x00"), "-")
		return strings.ReplaceAll(group+"/"+name, "\x00", "-") == v.Name
	}
	name := strings.TrimPrefix(m.spec, "/dev/")
	if name == v.Name {
		return true
	}
	number := partitionFile.FindStringSubmatch(m.spec)
	return number != nil && strings.HasSuffix(v.Name, "partition "+number[1])
}
