#!/bin/sh
# Every test, on a fresh Debian 12 as on a machine of daily work: packages, build, tests; then the unit tests with the second
# compiler under the sanitizers. `packaging/test.sh quick` leaves the sanitizers out.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
cd "$source"
jobs=$(nproc)
packaging/packages.sh build run test
export CMAKE_BUILD_PARALLEL_LEVEL="$jobs"

build() { # build PRESET [TARGET...]
  preset=$1
  shift
  mkdir -p "build/$preset"
  cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || { cat "build/$preset/configure.log"; exit 1; }
  echo "building $preset"
  cmake --build --preset "$preset" ${1:+--target "$@"} >"build/$preset/build.log" 2>&1 || { grep -A 20 "FAILED" "build/$preset/build.log" | head -n 80; exit 1; }
}

build dev
# A port that was free may be taken by another test before it is used: what fails is tried once more, and then counts.
ctest --preset dev -j"$jobs" --progress --repeat until-pass:2
[ "${1:-}" != quick ] || exit 0

# Threads: the rooms that have any. A race inside a daemon that a test started shows in the report files only.
threads="base config net daemon"
build tsan $(for room in $threads; do echo "${room}_test"; done) postgres_test
rm -f build/tsan/report.*
for room in $threads; do
  TSAN_OPTIONS=log_path=$source/build/tsan/report "build/tsan/tests/${room}_test" --gtest_brief=1
done
tests/support/postgres.py start build/tsan/postgres
code=0
for test in daemon_test postgres_test; do
  CHITTY_TEST_DATABASE=file:build/tsan/postgres/url TSAN_OPTIONS=log_path=$source/build/tsan/report \
    "build/tsan/tests/$test" --gtest_brief=1 --gtest_filter='StoreTest.*:Postgres*' || code=1
done
tests/support/postgres.py stop build/tsan/postgres
[ "$code" = 0 ] || exit 1
if cat build/tsan/report.* 2>/dev/null; then
  echo "ThreadSanitizer found the above" >&2
  exit 1
fi

# Memory and undefined behaviour, by the second compiler: every unit test there is, the plugins', the zoo's and those on
# PostgreSQL included.
build asan unit_tests
ctest --test-dir build/asan -L unit --output-on-failure -j"$jobs" --progress --repeat until-pass:2
