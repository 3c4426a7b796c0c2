package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/licdrift/licdrift/scanner"
)

// progress shows on a terminal's standard error how far a scan is: one line,
// rewritten at most ten times a second, gone when the scan is done. Elsewhere it
// shows nothing.
type progress struct {
	mu   sync.Mutex
	w    io.Writer
	last time.Time
	used bool
}

func newProgress(s streams) *progress {
	if f, ok := s.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) && s.env("TERM") != "dumb" {
		return &progress{w: f}
	}
	return &progress{}
}

func (p *progress) show(now scanner.Progress) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.used = time.Now(), true
	name := now.Target
	if r := []rune(name); len(r) > 40 {
		name = "…" + string(r[len(r)-39:])
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s  layer %d/%d  %d files", name, min(now.Layer+1, now.Layers), now.Layers, now.Files)
}

// clear removes the line.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.used {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.used = false
	}
}
