package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
)

func main() {
	if os.Getenv("GOGC") == "" {
		collectLate()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr, os.Getenv})
	stop()
	os.Exit(code)
}

// collectLate lets a short run end before it collects garbage, which would take as long as
// the rest of it. From the first collection on there are many: scans share machines with
// builds, and for a few percent of time they take a third less memory.
func collectLate() {
	const first, then = 400, 50 // percent of the heap in use; of 4 MB at first
	debug.SetGCPercent(first)
	type gone struct{ *gone }
	runtime.AddCleanup(new(gone), func(percent int) { debug.SetGCPercent(percent) }, then)
}
