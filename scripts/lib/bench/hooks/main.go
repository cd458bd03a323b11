// Hooks is the other side of the figures about webhooks: a receiver that costs little, and the simplest program that
// delivers events as the gateway does.
//
//	hooks receive COUNT                     takes COUNT events, and prints how many seconds they took
//	hooks send URL BODY SECRET RECORD COUNT sends the file BODY COUNT times
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	arguments := os.Args[1:]
	switch {
	case len(arguments) == 2 && arguments[0] == "receive":
		receive(number(arguments[1]))
	case len(arguments) == 6 && arguments[0] == "send":
		send(arguments[1], arguments[2], arguments[3], arguments[4], number(arguments[5]))
	default:
		fail("usage: hooks receive COUNT | hooks send URL BODY SECRET RECORD COUNT")
	}
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(words string) {
	fmt.Fprintln(os.Stderr, "hooks: "+words)
	os.Exit(1)
}
