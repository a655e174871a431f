#!/usr/bin/env bash
# cargo with the right Rust: `cargo.sh host …` for the server and the tools, `cargo.sh client …` for what
# runs in the browser.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
what=$1
shift

if ! folder=$("${what}_rust"); then
  echo "There is no Rust ($needed_rust or newer) for the $what yet: app/bundle/install.sh $what" >&2
  exit 1
fi
if [ "$folder" != "$(dirname "$(command -v cargo || echo /none)")" ]; then
  export PATH="$folder:$PATH" RUSTC="$folder/rustc" RUSTDOC="$folder/rustdoc"
fi
if [ "$what" = client ]; then
  export CARGO_TARGET_DIR=$cache/client-target
  if ! brings_wasm "$folder"; then
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components --sysroot=$(own_sysroot "$folder")"
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(wasm_linker "$folder") || {
      echo "There is no linker for WebAssembly yet: app/bundle/install.sh client" >&2
      exit 1
    }
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
  fi
fi
exec "$folder/cargo" "$@"
