#!/bin/sh
# Hours of fuzzing: long.sh [HOURS for each target, 1]. What reached something new is kept in build/fuzz/corpus, from where the
# next run goes on.
set -eu
cd "$(dirname "$0")/../.."
cmake --preset fuzz >/dev/null
cmake --build build/fuzz --target fuzz_targets
exec tests/fuzz/run.py build/fuzz --seconds $((${1:-1} * 3600)) --keep build/fuzz/corpus
