#!/usr/bin/env bash
# Puts the release folder together: dist/bekertje (program), dist/site, README and licence. Called by `make dist`, which names the programs.
set -euo pipefail
cd "$(dirname "$0")/../.."
source app/bundle/toolchain.sh

optimiser=()
if [ -x "$cache/binaryen/node_modules/.bin/wasm-opt" ]; then
  optimiser=(--wasm-opt "$cache/binaryen/node_modules/.bin/wasm-opt")
fi
rm -rf dist
mkdir dist
"$CARGO_TARGET_DIR/debug/bundle" make "$@" --out dist/site "${optimiser[@]}"
"$CARGO_TARGET_DIR/debug/bundle" check --site dist/site --budgets
install -m 755 "$CARGO_TARGET_DIR/release/bekertje" dist/bekertje
for file in README.md LICENSE docs/operations.md; do
  [ ! -e "$file" ] || cp "$file" dist/
done
printf '\nThe release is in dist/:\n'
du -sh dist/* | sed 's/^/  /'
printf '\nStart it with:  dist/bekertje serve --site dist/site --data FOLDER\n'
