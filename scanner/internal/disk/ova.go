package disk

import (
	"archive/tar"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// An appliance: a tar of a description and the disks that it names.
// https://www.dmtf.org/sites/default/files/standards/documents/DSP0243_2.1.1.pdf
const (
	ovaMaxFiles       = 1 << 14
	ovaMaxDisks       = 256
	ovaMaxDescription = 8 << 20
)

// isOVA looks for a tar whose first file is a description, as it must be.
func isOVA(head, _ []byte) bool {
	if len(head) < probe || string(head[257:262]) != "ustar" {
		return false
	}
	name, _, _ := bytes.Cut(head[:100], []byte{0})
	return strings.EqualFold(path.Ext(string(name)), ".ovf")
}

// ovf is what a description tells of disks.
type ovf struct {
	Files []struct {
		ID          string `xml:"id,attr"`
		Name        string `xml:"href,attr"`
		Compression string `xml:"compression,attr"`
		Chunk       string `xml:"chunkSize,attr"`
	} `xml:"References>File"`
	Disks []struct {
		File   string `xml:"fileRef,attr"`
		Parent string `xml:"parentRef,attr"`
	} `xml:"DiskSection>Disk"`
}

func openOVA(s *source) ([]Named, error) {
	files, text, err := ovaFiles(s)
	if err != nil {
		return nil, fmt.Errorf("list the files: %w", err)
	}
	var about ovf
	if err := xml.Unmarshal(text, &about); err != nil {
		return nil, fmt.Errorf("read the description: %w", err)
	}
	if len(about.Disks) > ovaMaxDisks {
		return nil, fmt.Errorf("it describes %d disks", len(about.Disks))
	}
	var disks []Named
	for _, d := range about.Disks {
		if d.File == "" {
			continue // an empty disk, which is made when the appliance is first used
		}
		if d.Parent != "" {
			return nil, differs(d.Parent)
		}
		name, err := about.file(d.File)
		if err != nil {
			return nil, err
		}
		if files[name] == nil {
			return nil, fmt.Errorf("the disk %q is not in it", name)
		}
		img, err := (&source{Device: files[name], pool: s.pool}).image()
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", name, err)
		}
		if len(img.Disks) != 1 || img.Format == "ova" {
			return nil, fmt.Errorf("open %s: an appliance in an appliance", name)
		}
		disks = append(disks, Named{name, img.Disks[0].Device})
	}
	if len(disks) == 0 {
		return nil, errors.New("it describes no disk that has content")
	}
	return disks, nil
}

func (o *ovf) file(id string) (string, error) {
	for _, f := range o.Files {
		if f.ID != id {
			continue
		}
		if f.Chunk != "" || f.Compression != "" && f.Compression != "identity" {
			return "", &Refusal{fmt.Sprintf("the disk %q is compressed or in chunks", f.Name),
				"unpack the appliance and give the disk itself"}
		}
		return path.Clean(f.Name), nil
	}
	return "", fmt.Errorf("the description names no file %q", id)
}

// ovaFiles finds where in the tar the files are, and reads the description.
func ovaFiles(s *source) (map[string]Device, []byte, error) {
	files, text := map[string]Device{}, []byte(nil)
	r := io.NewSectionReader(s, 0, s.Size())
	t := tar.NewReader(r)
	for range ovaMaxFiles {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return files, text, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if h.Typeflag != tar.TypeReg || h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.map"] != "" {
			continue // a file with holes is not in one piece
		}
		if text == nil && strings.EqualFold(path.Ext(h.Name), ".ovf") {
			if text, err = io.ReadAll(io.LimitReader(t, ovaMaxDescription)); err != nil {
				return nil, nil, err
			}
			continue
		}
		at, err := r.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, nil, err
		}
		if files[path.Clean(h.Name)], err = part(s, at, h.Size); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, fmt.Errorf("more than %d files", ovaMaxFiles)
}
