package license

import (
	"bytes"
	"slices"
)

// A name that a longer word begins or ends with, joined by hyphens, is not that license:
// FCL-1.0-MIT, Acme-BSD-3-Clause and Apache-2.0-NC are others, of which one may be known.

// joins are what stands before the name of a license in such a word and changes nothing: as in
// LICENSE-MIT, GNU-GPL, MIT-or-Apache-2.0. Denials are read elsewhere.
var joins = setOf("license licence licensed licenced licenses under the a an and or gnu fsf non dual is via copying x11 expat")

// unchanging are words behind one that change nothing, as in MIT-licensed and
// License-MIT-blue.svg.
var unchanging = setOf("x11 expat license licence licenses licensed licenced compatible style or and only later dual file text txt md rst html htm php pdf svg png json xml " +
	"blue green red orange yellow brightgreen yellowgreen lightgrey lightgray grey gray black informational success important critical")

// wholeNames gives the names that are whole words, or what the words around them mean, and
// leaves out all of a word that is not known.
func wholeNames(sentence []byte, hits []namedAt) []namedAt {
	var unknown []span
	for i, h := range hits {
		word := wordAround(sentence, h.at)
		before, behind := piecesOf(sentence[word.start:h.at.start]), piecesOf(sentence[h.at.end:word.end])
		if (len(before) == 0 || joins[string(bytes.ToLower(before[len(before)-1]))]) && (len(behind) == 0 || keepsName(behind[0])) {
			continue
		}
		if e, ok := name(Any, string(sentence[word.start:word.end]), ""); ok {
			hits[i] = namedAt{e: e, at: word}
			continue
		}
		unknown = append(unknown, word)
	}
	return slices.DeleteFunc(hits, func(h namedAt) bool {
		return slices.ContainsFunc(unknown, func(word span) bool { return word.start <= h.at.start && h.at.start < word.end })
	})
}

// keepsName reports whether what follows a name in its word leaves it what it is.
func keepsName(piece []byte) bool {
	return unchanging[string(lower(nil, piece))]
}

// wordAround is the word that a name is joined to, without the signs that end it.
func wordAround(sentence []byte, at span) span {
	sign := func(c byte) bool { return idSign(c) || c == '_' }
	start, end := at.start, at.end
	if start > 0 && joining(sentence[start-1]) {
		for start > 0 && sign(sentence[start-1]) {
			start--
		}
	}
	if end < len(sentence) && (joining(sentence[end]) || midVersion(sentence, end)) {
		for end < len(sentence) && sign(sentence[end]) {
			end++
		}
	}
	for end > at.end && !latin[sentence[end-1]] {
		end--
	}
	return span{start, end}
}

func joining(c byte) bool { return c == '-' || c == '_' }

func piecesOf(part []byte) [][]byte {
	return bytes.FieldsFunc(part, func(c rune) bool { return c == '-' || c == '_' || c == '.' })
}
