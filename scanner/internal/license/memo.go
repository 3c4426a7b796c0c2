package license

import "sync"

// memory keeps the results of texts, of files by their bytes and of stanzas by their words: a
// distribution has thousands of copies of some hundred texts, the packages of one source have
// the same file, and so have most of two releases. It is bounded by a count, beyond which new
// texts are not kept.
type memory struct {
	mu      sync.Mutex
	results map[string]Result
}

const maxRemembered = 8192

// of gives the result that a text of a key had before, or recognizes it. What only a
// comparison of two texts asks for is not kept.
func (m *memory) of(key string, recognize func() Result) Result {
	m.mu.Lock()
	res, ok := m.results[key]
	m.mu.Unlock()
	if ok {
		return res
	}
	res = recognize()
	res.matches = nil
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.results) < maxRemembered {
		m.results[key] = res
	}
	return res
}

// memo is plain for texts that may have been seen before.
func (r *Recognizer) memo(text []byte) Result {
	return r.seen.of(digest(text), func() Result { return r.plain(text) })
}
