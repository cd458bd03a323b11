// Judges the requests on standard input with the functions of the documentation.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	var requests []struct {
		Kind, Secret, Body string
		Headers            map[string]string
		Now                int64
	}
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		log.Fatal(err)
	}
	answers := make([]bool, 0, len(requests))
	for _, one := range requests {
		header := http.Header{}
		for name, value := range one.Headers {
			header.Set(name, value)
		}
		judge := Verify
		if one.Kind == "stripe" {
			judge = VerifyStripe
		}
		answers = append(answers, judge(one.Secret, header, []byte(one.Body), time.Unix(one.Now, 0)))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}
