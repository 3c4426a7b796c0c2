// Package known is what is known of relicensings without looking at an image:
// which component went from which license to which, with which version.
//
// It serves three ends: a finding can name the last version before the change
// and the forks; a component without any evidence of its license has one of kind
// "known"; and two package URLs can be compared with nothing else at hand.
//
// It promises to name the source of each entry, and refuses to speak of
// components that it does not list: no entry is no statement. It never stands
// against evidence that was read.
//
//	t, err := known.Load()
//	l, ok := t.License("pkg:npm/husky", "5.0.9")
//	fmt.Println(l.Expression, l.Source) // Parity-7.0.0 https://…
package known
