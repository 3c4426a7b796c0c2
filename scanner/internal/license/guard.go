package license

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxText is how many bytes of a file are read as license text. The longest
// real ones, a browser's collected notices, have some 10 MB of repetition.
const MaxText = 2 << 20

// readable converts a file to UTF-8 text. Binary content gives nil.
func readable(b []byte) []byte {
	text := decoded(b[:min(len(b), MaxText)])
	switch {
	case isRTF(text):
		text = rtfText(text)
	case isHTML(text) && !isDEP5(text): // which has its own lines, whatever stands in a text of it
		text = htmlText(text)
	}
	return letters(text)
}

// decoded gives a file's text in UTF-8, whatever its byte order marks say.
func decoded(b []byte) []byte {
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		b = b[3:]
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		b = utf16Text(b[2:], 1, 0)
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		b = utf16Text(b[2:], 0, 1)
	}
	if noText(b) {
		return nil
	}
	return b
}

func utf16Text(b []byte, high, low int) []byte {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i+high])<<8 | uint16(b[2*i+low])
	}
	return []byte(string(utf16.Decode(units)))
}

// noText reports whether a file's beginning holds what no text holds: control
// characters, or many bytes that are neither ASCII nor UTF-8 nor Latin letters.
func noText(b []byte) bool {
	head := b[:min(len(b), 8<<10)]
	odd := 0
	for i := 0; i < len(head); {
		c := head[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b && c != '\b' && c != 0x1a {
				if c == 0 {
					return true
				}
				odd++
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n == 1 && c < 0xA0 {
			odd++
		}
		i += n
	}
	return odd*20 > len(head)
}
