# SPDX-License-Identifier: Apache-2.0
"""The program as the scripts of this folder run it: each is called with the program's path and ends with status 0 where all holds.

    from program import PROGRAM, expect, run
"""
import collections
import contextlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SANITIZED = b"__asan_init" in open(PROGRAM, "rb").read()
Run = collections.namedtuple("Run", "status out err")


def expect(condition, what):
    if not condition:
        sys.exit("failed: " + what)


def run(*arguments, given=b"", program=PROGRAM, seconds=600):
    """The exit status and what was written to both outputs; `given` (bytes or text) is the standard input."""
    done = subprocess.run([program, *map(str, arguments)], input=given.encode() if isinstance(given, str) else given,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds)
    said = done.stderr.decode("utf-8", "replace")
    expect("Sanitizer" not in said, "%s: %s" % (" ".join(map(str, arguments)), said))
    return Run(done.returncode, done.stdout.decode(), said)


def vedette(*arguments, status=0, **more):
    """What was written to both outputs by a run that has to end with `status`."""
    done = run(*arguments, **more)
    expect(done.status == status, "%s: exit status %d, wanted %d: %s" % (" ".join(map(str, arguments)), done.status, status, done.err))
    return done.out, done.err


def lines(*arguments, **more):
    """The JSON lines of a run that has nothing to complain of."""
    out, err = vedette(*arguments, **more)
    expect(not err, "%s: %s" % (" ".join(map(str, arguments)), err))
    return records(out)


def records(out):
    return [json.loads(line) for line in out.splitlines()]


@contextlib.contextmanager
def empty_room():
    """A folder for the files of a test, which is the working directory as long as it lives."""
    with tempfile.TemporaryDirectory() as room:
        before = os.getcwd()
        os.chdir(room)
        try:
            yield room
        finally:
            os.chdir(before)


def zstd(data):
    """A frame of raw blocks: what any zstd reader must read, without a zstd writer."""
    frame = b"\x28\xb5\x2f\xfd" + b"\x80" + b"\x58" + struct.pack("<I", len(data))
    pieces = [data[at:at + 65536] for at in range(0, len(data), 65536)] or [b""]
    for i, piece in enumerate(pieces):
        frame += struct.pack("<I", len(piece) << 3 | (i + 1 == len(pieces)))[:3] + piece
    return frame


def copy_beside_data(room):
    """A copy of the program in `room` with a copy of data/ beside it, which may be changed."""
    os.mkdir(os.path.join(room, "build"))
    copy = os.path.join(room, "build", "vedette")
    shutil.copy(PROGRAM, copy)
    for image in ("knowledge.image", "places.image"):
        os.symlink(os.path.join(os.path.dirname(PROGRAM), image), os.path.join(room, "build", image))
    os.symlink(os.path.join(ROOT, "models"), os.path.join(room, "models"))
    shutil.copytree(os.path.join(ROOT, "data"), os.path.join(room, "data"))
    return copy
