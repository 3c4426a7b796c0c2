package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"
)

// VMware's disk: a text that describes it, and extents that hold it, as they are
// or in grains by two levels of tables. A sparse extent can have the text in it.
// https://github.com/libyal/libvmdk/blob/main/documentation/VMWare%20Virtual%20Disk%20Format%20(VMDK).asciidoc
// and VMware's "Virtual Disk Format 5.0".
const (
	vmdkMagic     = "KDMV"
	vmdkESXMagic  = "COWD"
	vmdkTextMagic = "# disk descriptorfile"
	vmdkMaxText   = 1 << 20
	vmdkSector    = 512
	vmdkMaxFiles  = 2048 // of 2 GB each, as VMware splits a disk
	vmdkNoParent  = "ffffffff"
)

func isVMDK(head, _ []byte) bool {
	return bytes.HasPrefix(head, []byte(vmdkMagic)) || bytes.HasPrefix(head, []byte(vmdkESXMagic)) || isVMDKText(head)
}

func isVMDKText(head []byte) bool {
	return len(head) >= len(vmdkTextMagic) && strings.EqualFold(string(head[:len(vmdkTextMagic)]), vmdkTextMagic)
}

func openVMDK(s *source) (Device, error) {
	head, err := readBytes(s, 0, min(probe, s.Size()))
	if err != nil {
		return nil, err
	}
	if isVMDKText(head) {
		return openVMDKText(s)
	}
	g, err := openGrains(s.pool, s)
	if err != nil {
		return nil, err
	}
	text, err := part(s, g.text.off, g.text.size)
	if err != nil {
		return nil, fmt.Errorf("read the descriptor: %w", err)
	}
	extents, err := readVMDKText(text)
	if err != nil {
		return nil, fmt.Errorf("read the descriptor: %w", err)
	}
	if len(extents) > 1 || len(extents) == 0 && !g.packed { // a stream is always a disk
		return nil, &Refusal{"it is one extent of a disk", "give the descriptor, a small text file .vmdk beside it"}
	}
	return g.disk(), nil
}

// extent is a line of the descriptor that tells of a part of the disk.
type extent struct {
	kind, name string
	size, off  int64 // in bytes; off is within the file
}

func openVMDKText(s *source) (Device, error) {
	extents, err := readVMDKText(s)
	if err != nil {
		return nil, fmt.Errorf("read the descriptor: %w", err)
	}
	if len(extents) == 0 {
		return nil, errors.New("the descriptor names no extents")
	}
	if len(extents) > vmdkMaxFiles {
		return nil, fmt.Errorf("the descriptor names %d extents", len(extents))
	}
	j := &joined{}
	files := map[string]Device{} // a flat file can hold several extents
	for _, e := range extents {
		d, err := e.open(s, files)
		if err != nil {
			return nil, fmt.Errorf("open extent %q: %w", e.name, err)
		}
		if err := j.add(d); err != nil {
			return nil, err
		}
	}
	return j, nil
}

func (e *extent) open(s *source, files map[string]Device) (Device, error) {
	if e.kind == "ZERO" {
		return zeros(e.size), nil
	}
	f, ok := files[e.name]
	if !ok {
		var err error
		if f, err = e.file(s); err != nil {
			return nil, err
		}
		files[e.name] = f
	}
	return part(f, e.off, e.size)
}

// file opens the file of an extent.
func (e *extent) file(s *source) (Device, error) {
	f, err := s.beside(e.name)
	if err != nil {
		return nil, err
	}
	switch e.kind {
	case "FLAT", "VMFS":
		return f, nil
	case "SPARSE":
		g, err := openGrains(s.pool, f)
		if err != nil {
			return nil, err
		}
		return g.disk(), nil
	}
	return nil, &Refusal{"extents of the kind " + e.kind + " are not read", "convert the disk: qemu-img convert -O qcow2 IMAGE DISK.qcow2"}
}

// readVMDKText reads a descriptor, and refuses one of a disk that needs a parent
// or a key.
func readVMDKText(d Device) ([]extent, error) {
	if d.Size() > vmdkMaxText {
		return nil, fmt.Errorf("%d bytes of text", d.Size())
	}
	b, err := readBytes(d, 0, d.Size())
	if err != nil {
		return nil, err
	}
	b, _, _ = bytes.Cut(b, []byte{0})
	var extents []extent
	values := map[string]string{}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if key, value, ok := strings.Cut(line, "="); ok && !strings.ContainsAny(key, `"#`) {
			values[strings.ToLower(strings.TrimSpace(key))] = strings.Trim(strings.TrimSpace(value), `"`)
			continue
		}
		e, ok, err := readExtent(line)
		if err != nil {
			return nil, err
		}
		if ok {
			extents = append(extents, e)
		}
	}
	if parent := values["parentcid"]; parent != "" && !strings.EqualFold(parent, vmdkNoParent) {
		return nil, differs(values["parentfilenamehint"])
	}
	if values["encryption.keysafe"] != "" || values["encryption.data"] != "" {
		return nil, &Refusal{"it is encrypted", "remove the encryption of the virtual machine in VMware first"}
	}
	return extents, nil
}

// readExtent reads a line as RW 4192256 SPARSE "disk-s001.vmdk" 0.
func readExtent(line string) (e extent, ok bool, err error) {
	access, rest, _ := strings.Cut(line, " ")
	switch access {
	case "RW", "RDONLY":
	case "NOACCESS":
		return e, false, fmt.Errorf("no access to the extent %s", rest)
	default:
		return e, false, nil
	}
	before, rest, _ := strings.Cut(rest, `"`)
	name, after, _ := strings.Cut(rest, `"`)
	words := strings.Fields(before)
	if len(words) != 2 {
		return e, false, fmt.Errorf("unknown extent %s", line)
	}
	e = extent{kind: strings.ToUpper(words[1]), name: name}
	if e.size, err = sectors(words[0]); err != nil {
		return e, false, err
	}
	if at := strings.Fields(after); len(at) > 0 && e.kind == "FLAT" {
		e.off, err = sectors(at[0])
	}
	return e, err == nil, err
}

// sectors reads how many there are, as bytes.
func sectors(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/vmdkSector {
		return 0, fmt.Errorf("%q sectors", s)
	}
	return n * vmdkSector, nil
}

// joined is several devices one after another.
type joined struct {
	parts []Device
	ends  []int64
}

func (j *joined) add(d Device) error {
	if d.Size() > math.MaxInt64-j.Size() {
		return errors.New("the extents are too large together")
	}
	j.ends = append(j.ends, j.Size()+d.Size())
	j.parts = append(j.parts, d)
	return nil
}

func (j *joined) Size() int64 {
	if len(j.ends) == 0 {
		return 0
	}
	return j.ends[len(j.ends)-1]
}

func (j *joined) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= j.Size() {
		return 0, io.EOF
	}
	done := 0
	for i := sort.Search(len(j.ends), func(i int) bool { return j.ends[i] > off }); done < len(p); i++ {
		if i == len(j.parts) {
			return done, io.EOF
		}
		d := j.parts[i]
		in := off - (j.ends[i] - d.Size())
		n := min(int64(len(p)-done), d.Size()-in)
		if err := readFull(d, p[done:done+int(n)], in); err != nil {
			return done, err
		}
		done, off = done+int(n), off+n
	}
	return done, nil
}
