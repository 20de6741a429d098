# SPDX-License-Identifier: Apache-2.0
# Forwards to Meson; see README.md. `make demo` and `make check` need nothing before them on Debian 12.
.PHONY: all setup build demo check bench asan accept clean

all: build

setup:
	@tools/setup

build: setup
	@test -f build/build.ninja || meson setup build >/dev/null
	@ninja -C build

demo: build
	@tools/demo

check: setup
	@tools/check

bench: build
	@tools/bench
	@tools/bench-watch
	@if command -v wrk >/dev/null; then tools/bench-desk build/vedette --events 100000 --seconds 10; else echo "the desk is not measured: it wants wrk"; fi

asan: setup
	@tools/check build-asan

accept: build
	@tests/golden/run --accept build/vedette

clean:
	rm -rf build build-asan report.html demo.db demo.db-wal demo.db-shm
