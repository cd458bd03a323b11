package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// send signs, posts and records one event after the other, with the headers that the gateway sends. What became of an
// event is on the disk before the next one is sent.
func send(url, bodyPath, secret, recordPath string, count int64) {
	body, err := os.ReadFile(bodyPath)
	check(err)
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	check(err)
	record, err := os.OpenFile(recordPath, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	check(err)
	for number := int64(0); number < count; number++ {
		id, now := fmt.Sprintf("evt_%022d", number), time.Now().Unix()
		request, err := http.NewRequest("POST", url, bytes.NewReader(body))
		check(err)
		standard := code(key, fmt.Sprintf("%s.%d.", id, now), body)
		stripe := code([]byte(secret), fmt.Sprintf("%d.", now), body)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Webhook-Id", id)
		request.Header.Set("Webhook-Timestamp", fmt.Sprint(now))
		request.Header.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(standard))
		request.Header.Set("Stripe-Signature", fmt.Sprintf("t=%d,v1=%s", now, hex.EncodeToString(stripe)))
		answer, err := http.DefaultClient.Do(request)
		if err != nil && number == count-1 {
			// The receiver ends as soon as it has the last event, which may be before its answer was read.
			return
		}
		check(err)
		_, err = io.Copy(io.Discard, answer.Body)
		check(err)
		check(answer.Body.Close())
		_, err = fmt.Fprintf(record, "%s %d %d\n", id, now, answer.StatusCode)
		check(err)
		check(record.Sync())
	}
}

// code is the HMAC-SHA256 of a text and a body.
func code(key []byte, text string, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	io.WriteString(mac, text)
	mac.Write(body)
	return mac.Sum(nil)
}
