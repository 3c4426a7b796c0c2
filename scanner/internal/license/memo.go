package license

import "sync"

// memory keeps the results of texts by their words: a distribution has
// thousands of copies of some hundred texts. It is bounded by a count, beyond
// which new texts are not kept.
type memory struct {
	mu      sync.Mutex
	results map[string]Result
}

const maxRemembered = 8192

// memo is plain for texts that may have been seen before.
func (r *Recognizer) memo(text []byte) Result {
	key := digest(text)
	r.seen.mu.Lock()
	res, ok := r.seen.results[key]
	r.seen.mu.Unlock()
	if ok {
		return res
	}
	res = r.plain(text)
	res.matches = nil
	r.seen.mu.Lock()
	defer r.seen.mu.Unlock()
	if len(r.seen.results) < maxRemembered {
		r.seen.results[key] = res
	}
	return res
}
