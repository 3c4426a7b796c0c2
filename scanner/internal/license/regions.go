package license

const (
	minOpen   = 8       // words that are worth a look
	margin    = 6 << 10 // of explained text around them: a variant contains its common form
	maxRegion = 512 << 10
	overlap   = 96 << 10 // of two windows: the longest license
)

// regions are the stretches of a text that still need a look: what is
// unexplained with its surroundings, in windows that overlap.
func regions(d *document, found []match) []span {
	text := d.text
	var merged []span
	for _, s := range unexplained(text, found) {
		if d.count(s) < minOpen {
			continue
		}
		s.start, s.end = max(0, s.start-margin), min(len(text), s.end+margin)
		if n := len(merged); n > 0 && s.start <= merged[n-1].end {
			merged[n-1].end = s.end
			continue
		}
		merged = append(merged, s)
	}
	var out []span
	for _, s := range merged {
		for ; s.end-s.start > maxRegion; s.start += maxRegion - overlap {
			out = append(out, span{s.start, s.start + maxRegion})
		}
		out = append(out, s)
	}
	return out
}
