package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log"
	random "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"clearance.rule/kit/rule"
)

var whilePreparing = map[string]func() error{
	"panics-in-prepare": func() error { return panics() },
	"prints-in-prepare": func() error {
		fmt.Println("preparing")
		return nil
	},
	"reads-the-clock-in-prepare": func() error {
		if time.Now().Year() < 2000 {
			return errors.New("too early")
		}
		return nil
	},
	"refuses": func() error { return fmt.Errorf("the misdeed: %w", rule.Refuse("/how", "is refused")) },
}

var misdeeds = map[string]func(at time.Time) (rule.Outcome, error){
	"panics":                      func(time.Time) (rule.Outcome, error) { return done(""), panics() },
	"panics-with-an-error":        func(time.Time) (rule.Outcome, error) { panic(fmt.Errorf("no inventory: %w", os.ErrNotExist)) },
	"panics-with-a-struct":        func(time.Time) (rule.Outcome, error) { panic(struct{ Left, Right int }{3, 4}) },
	"panics-with-what-cannot-say": func(time.Time) (rule.Outcome, error) { panic((*unsayable)(nil)) },
	"panics-in-a-goroutine":       panicsInAGoroutine,
	"returns-an-error": func(time.Time) (rule.Outcome, error) {
		return done("done"), errors.Join(errors.New("no inventory"), errors.New("no plan"))
	},
	"returns-a-missing-fact": func(time.Time) (rule.Outcome, error) {
		return rule.Outcome{}, fmt.Errorf("the plan: %w", rule.MissingFact(rule.Pointer("plans", 0, "a/b~c")))
	},
	"returns-an-unknown-code": func(time.Time) (rule.Outcome, error) {
		return rule.Outcome{Checks: []rule.Check{rule.Pass("undeclared", "it", "fine")}}, nil
	},
	"returns-an-unknown-status": func(time.Time) (rule.Outcome, error) {
		return rule.Outcome{Checks: []rule.Check{{Code: "does", Subject: "it", Status: 7}}}, nil
	},
	"derives-a-channel": func(time.Time) (rule.Outcome, error) {
		return rule.Outcome{Derived: map[string]any{"events": make(chan int)}}, nil
	},
	"prints": func(at time.Time) (rule.Outcome, error) {
		fmt.Println("looking at", at.Year())
		return done("done"), nil
	},
	"logs": func(time.Time) (rule.Outcome, error) {
		log.New(os.Stderr, "rule: ", 0).Print("looking")
		return done("done"), nil
	},
	"reads-the-clock": func(time.Time) (rule.Outcome, error) { return done(time.Now().String()), nil },
	"waits-for-a-while": func(time.Time) (rule.Outcome, error) {
		time.Sleep(time.Hour)
		return done("done"), nil
	},
	"waits-until-a-deadline": func(time.Time) (rule.Outcome, error) {
		limited, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		<-limited.Done()
		return done("done"), limited.Err()
	},
	"waits-for-nobody":     func(time.Time) (rule.Outcome, error) { return done(<-make(chan string)), nil },
	"draws-random-bytes":   func(time.Time) (rule.Outcome, error) { return done(rand.Text()), nil },
	"draws-random-numbers": func(time.Time) (rule.Outcome, error) { return done(strconv.Itoa(random.IntN(1000))), nil },
	"opens-a-file": func(time.Time) (rule.Outcome, error) {
		content, err := os.ReadFile("/etc/hostname")
		return done(string(content)), err
	},
	"runs-a-program": func(time.Time) (rule.Outcome, error) {
		output, err := exec.Command("/bin/date").Output()
		return done(string(output)), err
	},
	"dials": func(time.Time) (rule.Outcome, error) {
		_, err := net.Dial("tcp", "192.0.2.1:80")
		return done("done"), err
	},
	"reads-the-environment": func(time.Time) (rule.Outcome, error) { return done("`" + os.Getenv("HOME") + "`"), nil },
	"exits": func(time.Time) (rule.Outcome, error) {
		os.Exit(0)
		return done("done"), nil
	},
	"logs-and-exits": func(time.Time) (rule.Outcome, error) {
		log.New(os.Stderr, "", 0).Fatal("no inventory")
		return done("done"), nil
	},
	"takes-all-memory":     takesAllMemory,
	"makes-garbage":        makesGarbage,
	"recurses-without-end": func(time.Time) (rule.Outcome, error) { return done(strconv.Itoa(down(0))), nil },
	"runs-without-end": func(at time.Time) (rule.Outcome, error) {
		i := 0
		for at.Year() > 0 {
			i++
		}
		return done(strconv.Itoa(i)), nil
	},
}

func panics() error {
	var components []string
	return errors.New(components[len(components)])
}

// unsayable does not say what it is where there is none.
type unsayable struct{ text string }

func (u *unsayable) Error() string { return u.text }

func panicsInAGoroutine(time.Time) (rule.Outcome, error) {
	var group sync.WaitGroup
	group.Go(func() {
		panic("nobody recovers this")
	})
	group.Wait()
	return done("done"), nil
}

func takesAllMemory(time.Time) (rule.Outcome, error) {
	var all [][]byte
	for len(all) < 1<<20 {
		all = append(all, make([]byte, 1<<20))
	}
	return done("done"), nil
}

// garbage is more than there is room for at a time, and is let go of: that is no misdeed.
var garbage [100][]byte

func makesGarbage(time.Time) (rule.Outcome, error) {
	for i := range 3000 {
		garbage[i%100] = make([]byte, 40_000)
	}
	return done("done"), nil
}

func down(depth int) int { return down(depth+1) + 1 }
