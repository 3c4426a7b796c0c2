/*
Licdrift tells, before a product image is upgraded, which open-source licenses
inside it change, what that changes about how the product may be used, and
whether to proceed, adjust the scope of use, or forgo the upgrade.

	licdrift check OLD NEW      compare two targets and give the verdict
	licdrift check --apt        judge what apt upgrade would make of this system
	licdrift scan TARGET        print the inventory of a target
	licdrift identify FILE...   name the license of text files, or what changed between two
	licdrift explain LICENSE    tell what a license allows, forbids and asks
	licdrift policy             write and check a policy file
	licdrift hook apt           judge what apt is about to install, and stop it on forgo
	licdrift version            print the version

A target is a docker-archive (docker save), an OCI archive or layout directory, an
image of a registry or of the local daemon, the disk of a virtual machine, a root file
system, a source tree, / for the live system, a compose project, an SBOM, or an
inventory that licdrift scan -o json wrote. The images in the container stores of a
disk, a directory or the live system belong to it. Two package URLs are compared by what is known of them.

# Exit codes

	0   proceed, or the command did what it was asked
	1   failure: nothing was decided
	2   wrong call
	10  adjust the scope of use
	20  review: something decisive is unknown
	30  forgo the upgrade

# Rules of what is printed

The report goes to standard output, everything else to standard error. An error
is one line, "error: " in lower case without a period, and where there is a
remedy a second, "hint: ". Progress is shown on a terminal only and leaves
nothing behind. Color is used on a terminal only, and not with NO_COLOR set.
*/
package main
