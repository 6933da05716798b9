#!/bin/sh
# Every test, on a fresh Debian 12 as on a machine of daily work: packages, build, tests. Each build has its own part of the
# work, so that nothing is compiled or run twice to learn the same thing:
#   dev (gcc)       the house as it is shipped: stories, contracts, the seed, the zoo, partners, the ABI's matrix
#   asan (clang)    every unit test, the plugins' and those on PostgreSQL included, with AddressSanitizer, LeakSanitizer and UBSan
#   tsan (gcc)      the unit tests of the rooms that have threads
#   fuzz (clang)    half a minute of every fuzz target, from the same seed each time
# `packaging/test.sh quick` is the first of them, and the unit tests as gcc builds them: no sanitizer.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
cd "$source"
jobs=$(nproc)
packaging/packages.sh build run test
packaging/format.sh check
export CMAKE_BUILD_PARALLEL_LEVEL="$jobs"

build() { # build PRESET TARGET...
  preset=$1
  shift
  mkdir -p "build/$preset"
  cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || { cat "build/$preset/configure.log"; exit 1; }
  echo "building $preset: $*"
  cmake --build "build/$preset" --target "$@" >"build/$preset/build.log" 2>&1 || { grep -A 20 "FAILED" "build/$preset/build.log" | head -n 80; exit 1; }
}

# Ours take port 0 in tests, but PostgreSQL and pgbouncer cannot, nor a port that is to be free until later: one that was free may be taken
# by another test before it is used. What fails is tried once more, and then counts.
run() { # run PRESET OPTION...
  preset=$1
  shift
  ctest --test-dir "build/$preset" --output-on-failure -j"$jobs" --progress --repeat until-pass:2 "$@"
}

if [ "${1:-}" = quick ]; then
  build dev all unit_tests
  run dev
  exit
fi
build dev all
run dev -LE unit -E '_NOT_BUILT$'

# Memory and undefined behaviour, by the second compiler.
build asan unit_tests
run asan -L unit

# Threads. A race inside a daemon that a test started shows in the report files only. Without HangTest: it waits for a watchdog in
# real seconds, and a plugin of its closes the daemon's sockets on purpose, which is a race.
threads="base config net wire watch trace store gate forward serve process"
build tsan $(for room in $threads; do echo "${room}_test"; done) postgres_test
rm -f build/tsan/report.*
for room in $threads; do
  TSAN_OPTIONS=log_path=$source/build/tsan/report "build/tsan/tests/${room}_test" --gtest_brief=1 --gtest_filter='-HangTest.*'
done
tests/support/postgres.py start build/tsan/postgres
code=0
for test in store_test postgres_test; do
  CHITTY_TEST_DATABASE=file:build/tsan/postgres/url TSAN_OPTIONS=log_path=$source/build/tsan/report \
    "build/tsan/tests/$test" --gtest_brief=1 --gtest_filter='StoreTest.*:Postgres*' || code=1
done
tests/support/postgres.py stop build/tsan/postgres
[ "$code" = 0 ] || exit 1
if cat build/tsan/report.* 2>/dev/null; then
  echo "ThreadSanitizer found the above" >&2
  exit 1
fi

build fuzz fuzz_targets
tests/fuzz/run.py build/fuzz --seed 1 --seconds 30
