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
// Error bias: unknown terms are never allowed ones, and what a scan missed on the
// new side alone asks for review.
package policy
