// A checkpoint of chittychronicle, judged by Go's own transparency log (golang.org/x/mod/sumdb): the note and its signature by
// sumdb/note, the root over the events' chains by sumdb/tlog, an inclusion proof for each, a consistency proof for each size.
//
// judge VERIFIER-KEY NOTE CHAINS     CHAINS: a line of hex for each event, in order
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	text, err := os.ReadFile(os.Args[2])
	must(err)
	signed, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	var origin string
	var size int64
	var root tlog.Hash
	var root64 string
	_, err = fmt.Sscanf(signed.Text, "%s\n%d\n%s\n", &origin, &size, &root64)
	must(err)
	root, err = tlog.ParseHash(root64)
	must(err)

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
	fmt.Printf("%s: %d events, signature, root and proofs are right\n", origin, size)
}
