package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

var answer = []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

// receive listens on a free port of the loopback and prints it. It reads no event before a line arrives on its standard
// input, so that the clock does not begin while the sender still prepares events. It reads of a request only where it
// ends, because the receiver must not be what is measured.
func receive(count int64) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Println("listening", listener.Addr().(*net.TCPAddr).Port)
	started := make(chan struct{})
	go func() {
		bufio.NewReader(os.Stdin).ReadString('\n')
		close(started)
	}()
	var taken int64
	var first time.Time
	take := func() {
		switch atomic.AddInt64(&taken, 1) {
		case 1:
			first = time.Now()
		case count:
			fmt.Println("seconds", time.Since(first).Seconds())
			os.Exit(0)
		}
	}
	for {
		connection, err := listener.Accept()
		check(err)
		go func() {
			<-started
			serve(connection, take)
		}()
	}
}

// serve answers the requests of one connection until it ends.
func serve(connection net.Conn, take func()) {
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 64<<10)
	for {
		length, err := head(reader)
		if err != nil {
			return
		}
		if _, err := reader.Discard(length); err != nil {
			return
		}
		if _, err := connection.Write(answer); err != nil {
			return
		}
		take()
	}
}

// head reads a head, and returns the length of the content.
func head(reader *bufio.Reader) (length int, err error) {
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil || len(line) <= 2 {
			return length, err
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("content-length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, err
			}
		}
	}
}
