# SPDX-License-Identifier: MIT
"""Runs a program of Adafruit in CPython with Blinka. Its bus gives the replies that the simulated chip gave in GraalPy.

    replay.py RESULT.json FOLDER   prints the time of a line in the second half of the run, in µs, or why it could not run
    replay.py table RESULTS FOLDER           runs all of a folder and prints the table
    replay.py start COMMAND...     prints the seconds and the MB of memory that a command needs

samples/python/measure calls it. FOLDER has the clones, also that of Adafruit_Blinka.
"""

import json
import os
import pathlib
import resource
import runpy
import statistics
import subprocess
import sys
import time

ROUNDS = 7


def replay(result, folder):
    recorded = json.loads(pathlib.Path(result).read_text(encoding="utf-8"))
    for clone in sorted(pathlib.Path(folder).iterdir()):
        sys.path.append(str(clone / "src" if (clone / "src").is_dir() else clone))
    transfers = iter(recorded["transfers"])

    def exchange(address, out, count):
        where, sent, read, good = next(transfers)
        if (where, sent) != (address, bytes(out).hex()):
            raise SystemExit(f"other transfers than in GraalPy: {address:#x} {bytes(out).hex()}, not {where:#x} {sent}")
        if not good:
            raise OSError(121, "Remote I/O error")
        return bytes.fromhex(read)

    class I2C:
        def __init__(self, *, frequency=100000):
            pass

        def writeto(self, address, buffer, *, start=0, end=None, stop=True):
            exchange(address, memoryview(buffer)[start:end], 0)

        def readfrom_into(self, address, buffer, *, start=0, end=None, stop=True):
            part = memoryview(buffer)[start:end]
            part[:] = exchange(address, b"", len(part))

        def writeto_then_readfrom(
            self, address, out, into, *, out_start=0, out_end=None, in_start=0, in_end=None, stop=False
        ):
            part = memoryview(into)[in_start:in_end]
            part[:] = exchange(address, memoryview(out)[out_start:out_end], len(part))

    import adafruit_blinka.microcontroller.generic_agnostic_board.i2c as low

    low.I2C = I2C
    real = time.perf_counter_ns
    # Some drivers take a clock at 0 for one that has just been read.
    now = 120
    times = []

    def sleep(seconds):
        nonlocal now
        now += seconds

    def monotonic():
        nonlocal now
        now += 1e-5
        return now

    time.sleep = sleep
    time.monotonic = monotonic
    time.monotonic_ns = lambda: int(monotonic() * 1e9)

    class Enough(BaseException):
        pass

    class Output:
        def write(self, text):
            times.extend([real()] * text.count("\n"))
            if len(times) >= recorded["lines"]:
                raise Enough

        def flush(self):
            pass

    out, sys.stdout = sys.stdout, Output()
    try:
        runpy.run_path(recorded["program"], run_name="__main__")
    except Enough:
        pass
    finally:
        sys.stdout = out
    last = len(times) - 1
    print((times[last] - times[last // 2]) // 1000 // (last - last // 2) if last >= 8 else "-")


def in_cpython(file, folder):
    try:
        run = subprocess.run(
            [sys.executable, __file__, str(file), folder],
            capture_output=True, encoding="utf-8", timeout=60, env={**os.environ, "BLINKA_OS_AGNOSTIC": "1"},
        )
    except subprocess.TimeoutExpired:
        return "not run: it does not end"
    return run.stdout.strip() if run.returncode == 0 else f"not run: {(run.stderr.strip().splitlines() or ['?'])[-1][:60]}"


def table(results, folder):
    print("| program | result | Java | GraalPy | CPython with Blinka |")
    print("| --- | --- | --- | --- | --- |")
    for file in sorted(pathlib.Path(results).glob("*.json")):
        recorded = json.loads(file.read_text(encoding="utf-8"))
        cpython = in_cpython(file, folder) if recorded["transfers"] else "not run: not on I2C"
        print(f"| {file.stem} | {recorded['result']} | {recorded['java']} | {recorded['graalpy']} | {cpython} |", flush=True)


def start(command):
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - began)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{statistics.median(seconds):.2f} s (fastest {min(seconds):.2f} s), {most / 1024:.0f} MB")


if sys.argv[1] == "table":
    table(*sys.argv[2:4])
elif sys.argv[1] == "start":
    start(sys.argv[2:])
else:
    replay(*sys.argv[1:3])
