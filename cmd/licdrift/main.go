package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
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

// Garbage that may lie in the heap: so much, or a part of what is in use, in percent.
const (
	spareHeap = 16 << 20
	leastPart = 50
	mostPart  = 400
)

// collectLate spends memory where there is little of it in use: a short run ends before its
// first collection, which would take as long as the rest of it, and a scan of many small
// files collects every 16 MB. A large one, which shares the machine with builds, collects
// more often than Go would by itself: a third less memory for a few percent of time.
func collectLate() {
	debug.SetGCPercent(mostPart)
	type dropped struct{ *dropped }
	var collected func(int)
	collected = func(int) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		part := spareHeap * 100 / max(1, live[0].Value.Uint64())
		debug.SetGCPercent(int(min(mostPart, max(leastPart, part))))
		runtime.AddCleanup(new(dropped), collected, 0) // runs after the next collection
	}
	runtime.AddCleanup(new(dropped), collected, 0)
}
