#!/usr/bin/env bash
# Hands the server whatever a coverage-guided fuzzer thinks of: fuzz.sh MINUTES [TARGET…], as many targets at once as there
# are processors. Of what adds coverage some is kept in server/fuzz/corpus, where every test run hands it in again.
set -euo pipefail
cd "$(dirname "$0")"
: "${BEKERTJE_CACHE:?run it by make fuzz}"
minutes=$1
shift
targets=("$@")
# Each target has a corpus.
[ ${#targets[@]} -gt 0 ] || targets=($(ls corpus))

if ! command -v c++ >/dev/null; then
  echo "The fuzzer itself is written in C++, and there is no compiler for it here: install g++ or clang." >&2
  exit 1
fi

# The same crates as everywhere: the fuzzer's own are added to them.
cp ../../Cargo.lock Cargo.lock
host=$(../../app/bundle/cargo.sh host -vV | sed -n 's/^host: //p')
export CARGO_TARGET_DIR=$BEKERTJE_CACHE/fuzz/target
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares"
../../app/bundle/cargo.sh host build --release --target "$host"
program=$CARGO_TARGET_DIR/$host/release/fuzz

found=$BEKERTJE_CACHE/fuzz/found
work=$BEKERTJE_CACHE/fuzz/work
mkdir -p "$found" "$work"
processors=$(nproc)
rounds=$(((${#targets[@]} + processors - 1) / processors))
seconds=$((minutes * 60 / rounds))

fuzz() {
  local target=$1
  mkdir -p "corpus/$target" "$work/$target"
  if ! BEKERTJE_FUZZ=$target BEKERTJE_FUZZ_SEEDS=$work/$target "$program" "$work/$target" "corpus/$target" -dict=words.dict \
    -max_total_time=$seconds -timeout=30 -rss_limit_mb=4096 -artifact_prefix="$found/$target-" -print_final_stats=1 \
    >"$work/$target.log" 2>&1; then
    echo "$target: something was found; the input is in $found, what happened in $work/$target.log"
    return 1
  fi
  # A small set that reaches as much, of inputs that are quick to hand in again.
  mkdir -p "$work/$target.kept"
  BEKERTJE_FUZZ=$target "$program" -merge=1 -max_len=2048 "$work/$target.kept" "corpus/$target" "$work/$target" \
    >>"$work/$target.log" 2>&1
  grep -E "stat::number_of_executed_units|^Done|cov:" "$work/$target.log" | tail -n 1 | sed "s/^/$target: /"
}

echo "Fuzzing ${#targets[@]} targets, $seconds seconds each"
export -f fuzz
export program work found seconds
printf '%s\n' "${targets[@]}" | xargs -n 1 -P "$processors" bash -c 'fuzz "$1"' -
echo "What was found worth keeping is in $work/*.kept; copy some of what is new to server/fuzz/corpus."
