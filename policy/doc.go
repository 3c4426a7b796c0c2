// Package policy judges the changes between two inventories by the uses that
// someone makes of a product.
//
// [Evaluate] gives a verdict for the product and the findings that lead to it:
//
//	proceed  no declared use loses anything, no material duty is new
//	adjust   a use that could be given up is lost, or a material duty is new
//	review   something decisive is unknown
//	forgo    a required use is lost
//
// What was forbidden before the upgrade already is reported and not blamed on it.
//
// It promises these laws, which its tests check on generated expressions: more
// uses never give a milder verdict; the same license proceeds; spelling, order
// and brackets change nothing; another OR option never worsens; another AND term
// never improves. Of the options of an OR one is taken, once a component: the one
// with the mildest verdict, then the fewest duties, then the one taken before.
//
// A [Policy] declares the uses and what is accepted; [Read] reads it from a file and
// tells every mistake with its line. Denied licenses forbid, allowed ones ask
// nothing, accepted duties are met: the laws hold under every policy. A [Waiver]
// lets a finding pass until a day and for one license text.
//
//	p, err := policy.Read(f, "licdrift.yaml", knowledge)
//	r := policy.Evaluate(changes, p, policy.Basis{Terms: knowledge, Day: time.Now()})
//	fmt.Println(r.Verdict) // adjust
//
// Error bias: unknown terms are never allowed ones, and what a scan missed on the
// new side alone asks for review.
package policy
