package disk

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// LVM2 puts a label into one of the first four sectors of a physical volume; it
// leads to a text that describes the volume group.
// https://github.com/lvmteam/lvm2/blob/main/lib/format_text/layout.h

const (
	lvmSector = 512
	lvmMagic  = " LVM2 x[5A%r0N*>"
	maxLVM    = 16 << 20 // bytes of the text

	maxSegments = 1 << 16 // of a volume
)

// lvmLabel finds the label of a physical volume.
func lvmLabel(d Device) ([]byte, bool) {
	for i := range int64(4) {
		s := make([]byte, lvmSector)
		if readFull(d, s, i*lvmSector) == nil && string(s[:8]) == "LABELONE" && string(s[24:32]) == "LVM2 001" {
			return s, true
		}
	}
	return nil, false
}

// IsPhysicalVolume reports whether a volume belongs to LVM2.
func IsPhysicalVolume(d Device) bool {
	_, ok := lvmLabel(d)
	return ok
}

// Skipped is a volume that cannot be read, and why.
type Skipped struct{ Name, Reason string }

// LogicalVolumes lists the volumes of the groups that lie on the given physical
// volumes. Linear ones are read; of others it tells which layout they have.
func LogicalVolumes(pvs []Volume) ([]Volume, []Skipped, error) {
	devices := map[string]Device{}     // by the identifier of the physical volume
	undescribed := map[string]string{} // names of those whose description is elsewhere
	groups := map[string]*group{}      // by their identifier: two disks can have groups of one name
	for _, pv := range pvs {
		label, ok := lvmLabel(pv)
		if !ok {
			continue
		}
		id, text, err := lvmText(pv, label)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: read LVM: %w", pv.Name, err)
		}
		if devices[id] != nil {
			return nil, nil, fmt.Errorf("%s: two physical volumes are %s: one is a copy of the other, take it away", pv.Name, id)
		}
		devices[id] = pv
		if len(text) == 0 {
			if text == nil {
				undescribed[id] = pv.Name
			}
			continue
		}
		doc, err := parseConfig(text)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: read LVM: %w", pv.Name, err)
		}
		for _, name := range doc.names {
			g := doc.sections[name]
			if g == nil || g.sections["physical_volumes"] == nil {
				continue
			}
			// each volume has a description of the group; one that was away has an old one
			if id := g.text("id"); groups[id] == nil || g.number("seqno") > groups[id].doc.number("seqno") {
				groups[id] = &group{name: name, doc: g, devices: devices}
			}
		}
	}
	for _, g := range groups {
		for _, pv := range g.doc.sections["physical_volumes"].sections {
			delete(undescribed, strings.ReplaceAll(pv.text("id"), "-", ""))
		}
	}
	var out []Volume
	var skipped []Skipped
	for _, id := range slices.Sorted(maps.Keys(undescribed)) {
		skipped = append(skipped, Skipped{undescribed[id], "a physical volume of a group that nothing describes"})
	}
	for _, g := range slices.SortedFunc(maps.Values(groups), func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.doc.text("id"), b.doc.text("id")))
	}) {
		vs, bad := g.volumes()
		if out, skipped = append(out, vs...), append(skipped, bad...); len(out)+len(skipped) > maxVolumes {
			return nil, nil, fmt.Errorf("read LVM: more than %d volumes", maxVolumes)
		}
	}
	return out, skipped, nil
}

// maxVolumes bounds the logical volumes of a disk, each of which is looked at.
const maxVolumes = 4096

// lvmText reads the identifier of a physical volume and the description of its
// group. It is nil where another volume must have it, and empty where there is no group.
func lvmText(d Device, label []byte) (id string, text []byte, err error) {
	off := int(le.Uint32(label[20:]))
	if off < 32 || off > lvmSector-64 {
		return "", nil, fmt.Errorf("a header at %d", off)
	}
	id = string(label[off : off+32])
	areas := label[off+40:]
	for range 2 { // the list of data areas, then that of metadata
		for len(areas) >= 16 {
			at, size := int64(le.Uint64(areas)), int64(le.Uint64(areas[8:]))
			areas = areas[16:]
			if at == 0 {
				break
			}
			if text, ok, err := lvmArea(d, at, size); ok || err != nil {
				return id, text, err
			}
		}
	}
	return id, nil, nil
}

// lvmIgnored marks an area that holds nothing of value.
// https://sourceware.org/git/?p=lvm2.git;a=blob;f=lib/format_text/layout.h
const lvmIgnored = 1

// lvmArea reads a metadata area; it reports false for an area of data.
func lvmArea(d Device, at, size int64) ([]byte, bool, error) {
	var h [64]byte
	if readFull(d, h[:], at) != nil || string(h[4:20]) != lvmMagic {
		return nil, false, nil
	}
	off, n := int64(le.Uint64(h[40:])), int64(le.Uint64(h[48:]))
	if le.Uint32(h[60:])&lvmIgnored != 0 {
		return nil, false, nil
	}
	if n == 0 {
		return []byte{}, true, nil
	}
	if size <= lvmSector || off < lvmSector || off >= size || n <= 0 || n > min(maxLVM, size) {
		return nil, false, fmt.Errorf("a description of %d bytes at %d of %d", n, off, size)
	}
	text := make([]byte, n)
	first := min(n, size-off)
	if err := readFull(d, text[:first], at+off); err != nil {
		return nil, false, err
	}
	// the area is a ring behind its header
	if err := readFull(d, text[first:], at+lvmSector); err != nil {
		return nil, false, err
	}
	return bytes.TrimRight(text, "\x00"), true, nil
}

// group is a volume group.
type group struct {
	name    string
	doc     *config
	devices map[string]Device
}

func (g *group) volumes() (out []Volume, skipped []Skipped) {
	lvs := g.doc.sections["logical_volumes"]
	if lvs == nil {
		return nil, nil
	}
	for _, name := range lvs.names {
		lv := lvs.sections[name]
		if lv == nil {
			continue
		}
		full := g.name + "/" + name
		dev, err := g.linear(lv)
		if err != nil {
			skipped = append(skipped, Skipped{full, err.Error()})
			continue
		}
		out = append(out, Volume{Name: full, UUID: lv.text("id"), Device: dev})
	}
	return out, skipped
}

// linear joins the segments of a volume that lie one after another.
func (g *group) linear(lv *config) (Device, error) {
	extent := g.doc.number("extent_size") * lvmSector
	if extent <= 0 {
		return nil, fmt.Errorf("extents of no size")
	}
	j := &joined{}
	if n := lv.number("segment_count"); n > maxSegments {
		return nil, fmt.Errorf("%d segments", n)
	}
	for i := int64(1); i <= lv.number("segment_count"); i++ {
		s := lv.sections[fmt.Sprintf("segment%d", i)]
		if s == nil {
			return nil, fmt.Errorf("no segment %d", i)
		}
		if kind := s.text("type"); kind != "striped" || s.number("stripe_count") != 1 {
			return nil, fmt.Errorf("LVM layout %s, only linear volumes are read", kind)
		}
		stripes := s.lists["stripes"]
		if len(stripes) != 2 || s.number("start_extent")*extent != j.Size() {
			return nil, fmt.Errorf("segment %d is out of order", i)
		}
		dev, start, err := g.place(stripes, extent)
		if err != nil {
			return nil, err
		}
		p, err := part(dev, start, s.number("extent_count")*extent)
		if err != nil {
			return nil, err
		}
		if err := j.add(p); err != nil {
			return nil, err
		}
	}
	if len(j.parts) == 0 {
		return nil, fmt.Errorf("no segments")
	}
	return j, nil
}

// place finds where an extent of a physical volume stands.
func (g *group) place(stripe []string, extent int64) (Device, int64, error) {
	pvs := g.doc.sections["physical_volumes"]
	pv := pvs.sections[stripe[0]]
	if pv == nil {
		return nil, 0, fmt.Errorf("an unknown physical volume %s", stripe[0])
	}
	dev := g.devices[strings.ReplaceAll(pv.text("id"), "-", "")]
	if dev == nil {
		return nil, 0, fmt.Errorf("it lies on another disk")
	}
	n := numberOf(stripe[1])
	start := pv.number("pe_start")
	if n < 0 || start < 0 || n > dev.Size()/extent || start > dev.Size()/lvmSector {
		return nil, 0, fmt.Errorf("extent %d lies outside of its physical volume", n)
	}
	return dev, start*lvmSector + n*extent, nil
}
