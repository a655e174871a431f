# Finds the Rust that compiles the server (`host`) and the one that compiles the client (`client`).
# They are the same where the compiler brings WebAssembly. Where it does not (a distribution's Rust, or a
# network that reaches package registries only), its standard library is built once from the
# distribution's source package and kept in the cache, so nothing outside the cache is written.
# Sourced by cargo.sh and install.sh.

cache=${BEKERTJE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bekertje}
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
wasm=wasm32-unknown-unknown
needed_rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$project/Cargo.toml")

# Rust is called by the folder of its programs. PATH comes first, then the distribution's.
rust_folders() {
  local found
  if [ -z "${BEKERTJE_RUST:-}" ] && found=$(command -v rustc); then dirname "$found"; fi
  [ ! -x /usr/bin/rustc ] || [ "${found:-}" = /usr/bin/rustc ] || echo /usr/bin
}

is_recent() { # folder
  local version
  [ -x "$1/cargo" ] && version=$("$1/rustc" --version 2>/dev/null | cut -d' ' -f2) || return 1
  [ "$(printf '%s\n' "$needed_rust" "$version" | sort -V | head -n 1)" = "$needed_rust" ]
}

host_rust() {
  local folder
  for folder in $(rust_folders); do
    if is_recent "$folder"; then echo "$folder"; return; fi
  done
  return 1
}

brings_wasm() { # folder
  compgen -G "$("$1/rustc" --print sysroot)/lib/rustlib/$wasm/lib/libcore-*.rlib" >/dev/null
}

# One folder for each compiler, and for each way of building.
own_sysroot() { # folder
  local key
  key=$({ "$1/rustc" -vV; cat "$project/app/bundle/wasm-std.sh"; } | sha256sum | cut -c1-12)
  echo "$cache/wasm-std/$("$1/rustc" --version | cut -d' ' -f2)-$key"
}

client_rust() {
  local folder
  for folder in $(BEKERTJE_RUST=${BEKERTJE_CLIENT_RUST:-${BEKERTJE_RUST:-}} rust_folders); do
    if is_recent "$folder" && { brings_wasm "$folder" || [ -d "$(own_sysroot "$folder")" ]; }; then
      echo "$folder"
      return
    fi
  done
  return 1
}

# The linker for WebAssembly of a distribution's Rust: the one that its packages bring along, or the one of the same LLVM.
wasm_linker() { # folder
  local llvm
  if command -v rust-lld >/dev/null && [ -e "$(readlink -f "$(command -v rust-lld)")" ]; then
    command -v rust-lld
    return
  fi
  llvm=$("$1/rustc" -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  [ -x "/usr/lib/llvm-$llvm/bin/wasm-ld" ] && echo "/usr/lib/llvm-$llvm/bin/wasm-ld"
}
