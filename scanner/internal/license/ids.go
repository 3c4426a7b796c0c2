package license

import (
	"bytes"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Ids of the SPDX list stand in sentences as names do, with the id of an exception behind
// them. They are read as the list spells them.

// wholeID gives the license whose id goes on where a name of another ends: BSD-3-Clause-Clear.
func wholeID(e spdx.Expr, sentence []byte, at span) (spdx.Expr, int) {
	if at.end >= len(sentence) || sentence[at.end] != '-' {
		return e, at.end
	}
	start, end := at.start, at.end
	for start > 0 && idSign(sentence[start-1]) {
		start--
	}
	for end < len(sentence) && idSign(sentence[end]) {
		end++
	}
	id := bytes.TrimRight(sentence[start:end], ".-")
	if l, ok := spdx.Lookup(string(id)); ok && !l.Deprecated {
		return spdx.Ref(l.ID), start + len(id)
	}
	return e, at.end
}

func idSign(c byte) bool { return latin[c] || c == '-' || c == '.' }

// idsIn finds ids with a version, as the list spells them.
func idsIn(sentence []byte) []namedAt {
	if !versionAhead(sentence) {
		return nil
	}
	var out []namedAt
	for _, at := range versionedID().FindAllIndex(sentence, maxNames+1) {
		id := string(sentence[at[0]:at[1]])
		behind := sentence[at[1]:]
		if at[0] > 0 && idSign(sentence[at[0]-1]) || len(behind) > 0 && (behind[0] == '-' || behind[0] == '+') {
			continue // part of another
		}
		if l, ok := spdx.Lookup(id); ok && l.ID == id && !l.Deprecated && !limiting().Match(behind) && !likeIt().Match(behind) {
			out = append(out, namedAt{e: spdx.Ref(id), at: span{at[0], at[1]}})
		}
	}
	return out
}

// likeIt follows the id of a license that another is like.
var likeIt = lazily(`(?i)^[ -](?:style|like|based|compatible)\b`)

// versionAhead reports whether a number stands behind a hyphen.
func versionAhead(b []byte) bool {
	for i, c := range b {
		if c == '-' && i+1 < len(b) && isDigit(b[i+1]) {
			return true
		}
	}
	return false
}

// versionedID is an acronym with a version, which is nothing but an id where the list has it.
var versionedID = lazily(`\b[A-Z][A-Z0-9]+(?:-[A-Z]{1,3})*-\d+(?:\.\d+)*[a-z]?\b`)

// orNewer adds to a license the plus that "or later" behind its version means, where the list
// has no id for that.
func orNewer(e spdx.Expr, sentence []byte, end int) (spdx.Expr, int) {
	m := newerBehind().FindIndex(sentence[end:])
	if m == nil || !isDigit(sentence[end-1]) && !lowerCase(sentence[end-1]) {
		return e, end
	}
	newer, err := spdx.Parse(e.String() + "+")
	if err != nil || gnuOrLater().MatchString(e.String()) {
		return e, end
	}
	return newer, end + m[1]
}

var (
	newerBehind = lazily(`(?i)^(?:,? or (?:any )?(?:later|newer|higher)(?: versions?)?\b|,? (?:of (?:the|this) licen[sc]e )?or,? \(?at your (?:option|choice)\)?,? any (?:later|newer)(?: versions?)?\b)`)
	gnuOrLater  = lazily(`-(?:only|or-later)$|^LicenseRef-| WITH |-\D*$`)
)

// withID adds to a license the exception whose id stands behind it, as in an expression.
func withID(e spdx.Expr, sentence []byte, end int) (spdx.Expr, int) {
	m := exceptionBehind().FindSubmatchIndex(sentence[end:])
	if m == nil || len(e.Licenses()) != 1 {
		return e, end
	}
	x, ok := spdx.Exception(string(sentence[end+m[2] : end+m[3]]))
	if !ok {
		return e, end
	}
	return spdx.Of(spdx.License{ID: e.Licenses()[0].ID, Exception: x}), end + m[1]
}

var exceptionBehind = lazily(`(?i)^ with ([\w.+-]*-[\w.+-]*\w)`)
