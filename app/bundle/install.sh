#!/usr/bin/env bash
# Installs what is missing on this machine, and says what and why. What is there is left alone.
#
#   install.sh host     a Rust compiler and a C compiler, for the server and the tools
#   install.sh client   what compiles the client to WebAssembly
#   install.sh test     what `make test` needs besides
#   install.sh scanner  the scanner that looks for known weaknesses
#   install.sh optimiser  wasm-opt, for a release; without it the client is a little larger
#
# To try the way without rustup on a machine that has it: BEKERTJE_RUST=distribution (everything) or
# BEKERTJE_CLIENT_RUST=distribution (the client only).
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"

export PATH="$cache/node/node_modules/.bin:$PATH"

say() { printf '  %s\n' "$*"; }
give_up() { printf '\n%s\n' "$*" >&2; exit 1; }

# packages WHY NAME…: from the distribution, as root.
packages() {
  local why=$1 as_root=()
  shift
  command -v apt-get >/dev/null ||
    give_up "Please install $* ($why). This script can do so only on Debian and Ubuntu."
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      give_up "Please install $* ($why); it takes an administrator:  apt-get update && apt-get install $*"
    as_root=(sudo)
  fi
  say "Installing $* from the distribution: $why."
  if [ -z "${updated:-}" ]; then
    "${as_root[@]}" apt-get update -qq
    updated=yes
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

uses_rustup() { # folder
  command -v rustup >/dev/null && [ "$(dirname "$(command -v rustup)")" = "$1" ]
}

install_host() {
  command -v cc >/dev/null || packages "the C compiler that links programs and builds SQLite" gcc libc6-dev
  if ! host_rust >/dev/null; then
    packages "the Rust compiler ($needed_rust or newer) that builds Bekertje" rustc-web cargo-web
    host_rust >/dev/null || give_up "The distribution's Rust is older than $needed_rust. Please install Rust with rustup."
  fi
}

install_client() {
  if client_rust >/dev/null; then return; fi
  local rust llvm
  if [ -z "${BEKERTJE_CLIENT_RUST:-${BEKERTJE_RUST:-}}" ] && rust=$(host_rust) && uses_rustup "$rust"; then
    say "Asking rustup for $wasm: the client in the browser is compiled to WebAssembly."
    if RUSTUP_MAX_RETRIES=1 timeout 120 rustup target add "$wasm" >/dev/null 2>&1 && client_rust >/dev/null; then
      return
    fi
    say "rustup cannot get it here, so the distribution's Rust compiles the client."
  fi
  is_recent /usr/bin && [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std" ] ||
    packages "the Rust compiler and its source, to compile the client to WebAssembly" rustc-web cargo-web rust-web-src
  if ! wasm_linker /usr/bin >/dev/null; then
    llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
    packages "the linker for WebAssembly" "lld-$llvm"
  fi
  if ! client_rust >/dev/null; then
    say "Building Rust's standard library for WebAssembly, once, into $cache: the distribution does not carry it."
    "$project/app/bundle/wasm-std.sh" /usr/bin "$(own_sysroot /usr/bin)" 2>&1 | sed 's/^/    /'
  fi
}

install_test() {
  local rust
  rust=$(host_rust)
  for tool in fmt clippy; do
    if (cd "$project" && app/bundle/cargo.sh host "$tool" --version) >/dev/null 2>&1; then continue; fi
    if uses_rustup "$rust"; then
      say "Asking rustup for $tool: the source code is checked with it."
      rustup component add "${tool/fmt/rustfmt}" >/dev/null
    else
      case $tool in
        fmt) packages "it checks how the source code is laid out" rustfmt-web ;;
        clippy) packages "it checks the source code against the house rules" rust-web-clippy ;;
      esac
    fi
  done
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    packages "the store is tested on SQLite and on PostgreSQL, in a temporary folder" postgresql
  command -v chromium >/dev/null || [ -n "${CHROMIUM:-}" ] ||
    packages "the journeys are made in a real browser" chromium
  install_node
  install_node_packages
}

install_node() {
  local version
  command -v node >/dev/null || packages "it steers the browser in the tests" nodejs
  command -v npm >/dev/null || packages "it fetches the node packages of the tests" npm
  version=$(node --version)
  version=${version#v}
  if [ "$(printf '%s\n' 20.14.0 "$version" | sort -V | head -1)" != 20.14.0 ]; then
    say "Installing node 22 from its package registry into $cache: the tests need 20.14 or newer, here is $version."
    npm install --prefix "$cache/node" --prefer-offline --no-audit --no-fund --loglevel=error node@22 >/dev/null
  fi
}

install_node_packages() {
  local folder=$project/end2end
  if cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"; then return; fi
  say "Installing the node packages that steer the browser and check accessibility, into end2end/node_modules."
  (cd "$folder" && npm ci --prefer-offline --no-audit --no-fund --loglevel=error)
  cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"
}

install_optimiser() {
  if [ -x "$cache/binaryen/node_modules/.bin/wasm-opt" ]; then return; fi
  install_node
  say "Installing wasm-opt (node package binaryen) into $cache: it makes the released client a little smaller."
  npm install --prefix "$cache/binaryen" --prefer-offline --no-audit --no-fund --loglevel=error binaryen@132 >/dev/null ||
    say "It could not be fetched; the release is made without it."
}

install_scanner() {
  if [ -x "$cache/scanner/bin/wapiti" ]; then return; fi
  command -v python3 >/dev/null && python3 -c 'import ensurepip' 2>/dev/null ||
    packages "the scanner is written in Python" python3 python3-venv
  say "Installing Wapiti (Python package wapiti3) into $cache: it looks for known weaknesses in web applications."
  python3 -m venv "$cache/scanner"
  "$cache/scanner/bin/pip" install --quiet --disable-pip-version-check wapiti3==3.2.3
}

for what in "$@"; do
  "install_$what"
done
