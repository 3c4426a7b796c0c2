//go:build unix

package source

import "syscall"

// nonBlocking keeps an open from waiting should the file have become a pipe.
const nonBlocking = syscall.O_NONBLOCK
