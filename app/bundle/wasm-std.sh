#!/usr/bin/env bash
# Builds the standard library for WebAssembly: wasm-std.sh FOLDER-OF-RUSTC SYSROOT
# It is compiled for size, like the client, and carries what whole-program optimisation needs (bitcode).
set -euo pipefail
rust=$1
sysroot=$2
wasm=wasm32-unknown-unknown

mkdir -p "$(dirname "$sysroot")"
work=$(mktemp -d "$(dirname "$sysroot")/.building-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
echo '#![no_std]' >"$work/src/lib.rs"
cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "nothing"
version = "0.0.0"
edition = "2024"

[workspace]

[profile.release]
opt-level = "z"
codegen-units = 1
panic = "abort"
TOML

cd "$work"
env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u MAKEFLAGS \
  PATH="$rust:$PATH" RUSTC="$rust/rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/target" \
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=-Cembed-bitcode=yes \
  "$rust/cargo" build --release --target "$wasm" \
  -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size

libraries=$work/sysroot/lib/rustlib/$wasm/lib
mkdir -p "$libraries"
cp "$work/target/$wasm/release/deps/"lib*.rlib "$libraries/"
rm -f "$libraries"/libnothing-*.rlib
mv -T "$work/sysroot" "$sysroot"
