#!/bin/sh
# A contract becomes evidence that holds in court: case.sh FOLDER CONTRACT LETTER
#
# Takes two documents of a new case through identity, custody, facts, check, contradiction, certificate, mint and score, and writes all
# that an auditor needs into FOLDER. audit.py checks it with OpenSSL and Python alone. Needs chitty, a running ChittyOS, and jq.
set -eu
folder=$1 contract=$2 letter=$3
mkdir "$folder"

case=$(chitty id mint --entity CASE -o json | jq -r .chittyId)
person=$(chitty id mint --entity PERSON -o json | jq -r .did)

# Evidence: what was submitted, what was done with it, what it says.
submit() { chitty verify evidence submit "$1" --case "$case" --tier "$2" --quiet -o json | jq -r .artifactId; }
first=$(submit "$contract" GOVERNMENT)
second=$(submit "$letter" BUSINESS_RECORDS)
chitty verify evidence record "$first" --action EXAMINED --purpose "Discovery" --authority "Court order" --quiet >/dev/null
chitty verify facts add "$first" --subject loan --predicate price --value '$1,000' --quiet >/dev/null
chitty verify facts add "$second" --subject loan --predicate price --value '$1,200' --quiet >/dev/null
chitty verify check "$first" --quiet -o json >"$folder/check.json"
chitty verify contradictions --case "$case" -o json >"$folder/contradictions.json"

# The document's signature, its time stamp, and who vouches for both.
certificate=$(chitty certify document "$contract" --quiet -o json | jq -r .id)
chitty certify export "$certificate" --out "$folder/certificate" --quiet >/dev/null

# Minted: the evidence has a place in a tree whose root is on the ledger. The bundle proves it.
chitty verify mint "$first" --blockchain ethereum --quiet -o json >"$folder/mint.json"
chitty verify evidence export "$first" --out "$folder/evidence" --quiet >/dev/null

# Who is concerned, and how far they may be trusted: with what the score is made of.
chitty trust score entity "$person" --explain -o json >"$folder/trust.json"

# Last, what happened: all of it, and the state of the log that is signed. What a service records reaches the log a moment later.
tries=0
until chitty chronicle query --event-type evidence.minted -o json | grep -q "$first" || [ $tries = 50 ]; do
  sleep 0.2
  tries=$((tries + 1))
done
chitty chronicle checkpoint >"$folder/checkpoint.txt"
chitty chronicle export --format ndjson >"$folder/events.ndjson"
chitty api GET /checkpoint/key --remote chittychronicle >"$folder/keys.json"
echo "$folder: case $case, evidence $first, certificate $certificate"
