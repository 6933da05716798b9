// A checkpoint of chittychronicle, judged by Go's own transparency log (golang.org/x/mod/sumdb): the note and its signature by
// sumdb/note, the root over the events' chains by sumdb/tlog, an inclusion proof for each, a consistency proof for each size.
//
// judge VERIFIER-KEY NOTE CHAINS     CHAINS: a line of hex for each event, in order
// judge VERIFIER-KEY proof FILE      a proof as the service gives it (C2SP tlog-proof), with the event in it
// judge VERIFIER-KEY later NOTE FILE  the answer of /checkpoint/consistency, from NOTE on
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// The size and the root that a note says, once its signature is right.
func opened(verifier note.Verifier, text []byte) (int64, tlog.Hash) {
	signed, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	var origin, root64 string
	var size int64
	_, err = fmt.Sscanf(signed.Text, "%s\n%d\n%s\n", &origin, &size, &root64)
	must(err)
	root, err := tlog.ParseHash(root64)
	must(err)
	return size, root
}

func hashes(lines []string) []tlog.Hash {
	var all []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		all = append(all, hash)
	}
	return all
}

func judgeProof(verifier note.Verifier, file string) {
	text, err := os.ReadFile(file)
	must(err)
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") {
		log.Fatal("this is not a proof")
	}
	extra, err := base64.StdEncoding.DecodeString(lines[1][6:])
	must(err)
	var index int64
	_, err = fmt.Sscanf(lines[2], "index %d", &index)
	must(err)
	content := sha256.Sum256(extra[32:])
	chain := sha256.Sum256(append(append([]byte{}, extra[:32]...), content[:]...))
	size, root := opened(verifier, []byte(checkpoint))
	must(tlog.CheckRecord(hashes(lines[3:]), size, root, index, tlog.RecordHash(chain[:])))
	fmt.Printf("event %d of %d is proven: %.60s...\n", index+1, size, extra[32:])
}

func judgeLater(verifier note.Verifier, before, file string) {
	text, err := os.ReadFile(before)
	must(err)
	oldSize, oldRoot := opened(verifier, text)
	text, err = os.ReadFile(file)
	must(err)
	var told struct {
		From   int64    `json:"from"`
		Hashes []string `json:"hashes"`
		Note   string   `json:"signedNote"`
	}
	must(json.Unmarshal(text, &told))
	size, root := opened(verifier, []byte(told.Note))
	must(tlog.CheckTree(hashes(told.Hashes), size, root, oldSize, oldRoot))
	fmt.Printf("the log of %d events begins with that of %d\n", size, oldSize)
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	switch os.Args[2] {
	case "proof":
		judgeProof(verifier, os.Args[3])
		return
	case "later":
		judgeLater(verifier, os.Args[3], os.Args[4])
		return
	}
	text, err := os.ReadFile(os.Args[2])
	must(err)
	size, root := opened(verifier, text)

	file, err := os.Open(os.Args[3])
	must(err)
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, hashes[index])
		}
		return found, nil
	})
	lines, count := bufio.NewScanner(file), int64(0)
	var leaves []tlog.Hash
	for lines.Scan() && count < size {
		chain, err := hex.DecodeString(lines.Text())
		must(err)
		stored, err := tlog.StoredHashes(count, chain, reader)
		must(err)
		hashes = append(hashes, stored...)
		leaves = append(leaves, tlog.RecordHash(chain))
		count++
	}
	computed, err := tlog.TreeHash(size, reader)
	must(err)
	if computed != root {
		log.Fatalf("the tree of %d events has root %v, the checkpoint says %v", size, computed, root)
	}
	for index := int64(0); index < size; index++ {
		proof, err := tlog.ProveRecord(size, index, reader)
		must(err)
		must(tlog.CheckRecord(proof, size, root, index, leaves[index]))
		older, err := tlog.TreeHash(index+1, reader)
		must(err)
		consistency, err := tlog.ProveTree(size, index+1, reader)
		must(err)
		must(tlog.CheckTree(consistency, size, root, index+1, older))
	}
	fmt.Printf("%s: %d events, signature, root and proofs are right\n", verifier.Name(), size)
}
