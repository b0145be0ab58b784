# SPDX-License-Identifier: MIT
"""Runs a program: makes the modules of this library importable, and says how the program ended.

PythonProgram evaluates this file and calls start().
"""

import _sitebuiltins
import atexit
import builtins
import importlib.machinery
import importlib.util
import io
import os
import sys
import threading
import time
import traceback
import types

# Modules that CircuitPython has in C. A module of the user cannot replace them. Their frames are left out of tracebacks.
CORE = "core"
# Modules that CircuitPython has in Python. The user's own come first.
LIBRARY = "library"
ORIGIN = "<blinka4j>/"

CLONE = "Adafruit_CircuitPython_"


class Finder:
    """Finds the modules in the resources of this library."""

    def __init__(self, native, folder):
        self.native = native
        self.folder = folder

    def find_spec(self, name, path=None, target=None):
        file = f"{self.folder}/{name.replace('.', '/')}"
        for is_package, place in ((False, f"{file}.py"), (True, f"{file}/__init__.py")):
            source = self.native.source(place)
            if source is not None:
                loader = Loader(source, ORIGIN + place)
                return importlib.util.spec_from_loader(name, loader, origin=loader.origin, is_package=is_package)
        return None


class Loader:
    def __init__(self, source, origin):
        self.source = source
        self.origin = origin

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(compile(self.source, self.origin, "exec"), module.__dict__)


class Lines:
    """The standard output. It ends the program after some lines, and never keeps what was printed."""

    def __init__(self, stream, most):
        self.stream = stream
        self.left = most

    def write(self, text):
        if self.left > 0:
            lines = text.split("\n")
            # Each but the last one has an end.
            kept = lines[: self.left] + [""] if len(lines) > self.left else lines
            self.left -= len(kept) - 1
            self.stream.write("\n".join(kept))
            if self.left == 0:
                self.stream.flush()
                raise Enough()
        return len(text)

    def __getattr__(self, name):
        return getattr(self.stream, name)


class Enough(BaseException):
    """The program has printed the lines that were asked for."""


def raise_error(name, number, message):
    error = getattr(__builtins__, name) if not isinstance(__builtins__, dict) else __builtins__[name]
    raise error(number, message) if number is not None else error(message) if message else error()


def without_core(error):
    """Leaves the frames of this library's own modules out of an error's traceback, as those of C are."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = []
        trace = error.__traceback__
        while trace is not None:
            if not trace.tb_frame.f_code.co_filename.startswith((ORIGIN + CORE, ORIGIN + "start")):
                frames.append(trace)
            trace = trace.tb_next
        trace = None
        for frame in reversed(frames):
            trace = types.TracebackType(trace, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
        error.__traceback__ = trace
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def hint(error, folders):
    """What to do about a module that is missing; nothing for other errors."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return
    name = error.name.split(".")[0]
    for folder in folders:
        for place in (name + ".mpy", os.path.join(name, "__init__.mpy")):
            if os.path.isfile(os.path.join(folder, place)):
                error.add_note(
                    f"{os.path.join(folder, place)} is compiled for microcontrollers. Use the .py files of the driver."
                )
                return
    if name.startswith("adafruit_"):
        clone = CLONE + name.removeprefix("adafruit_").upper()
        error.add_note(
            f"Fetch the driver, such as https://github.com/adafruit/{clone}, and name its folder: --lib {clone}"
        )
    elif name not in sys.builtin_module_names:
        error.add_note(f"Name the folder that has {name}.py with --lib. Looked in: {', '.join(folders) or 'none'}.")


def report(error, folders):
    without_core(error)
    hint(error, folders)
    sys.stderr.flush()
    traceback.print_exception(error)


def with_clones(folders):
    """The folders, and the clones of Adafruit's repositories in them."""
    for folder in folders:
        yield folder
        with os.scandir(folder) as entries:
            yield from sorted(entry.path for entry in entries if entry.name.startswith(CLONE) and entry.is_dir())


def use_clock(native):
    """Makes time that of the board. Modules of Python that wait for other threads keep real time."""
    import queue  # noqa: F401

    def sleep(seconds):
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        until = native.monotonicNanos() + round(seconds * 1e9)
        while not native.sleepUntil(until):
            pass

    def monotonic():
        return native.monotonicNanos() / 1e9

    time.sleep = sleep
    time.monotonic = monotonic
    time.monotonic_ns = native.monotonicNanos


class Threads:
    """Waits for the threads of a program. The way of Python's own threading fails where one of them joins another."""

    def __init__(self):
        self.running = set()
        self.changed = threading.Condition()
        begin = threading.Thread._bootstrap

        def bootstrap(thread):
            if thread.daemon:
                return begin(thread)
            with self.changed:
                self.running.add(thread)
            try:
                return begin(thread)
            finally:
                with self.changed:
                    self.running.discard(thread)
                    self.changed.notify_all()

        threading.Thread._bootstrap = bootstrap

    def wait(self):
        with self.changed:
            while self.running:
                self.changed.wait()


class Files:
    """Opens files in place of open(), and keeps those that the program writes. It may end without closing them."""

    def __init__(self):
        self.open = io.open
        self.written = []
        self.changing = threading.Lock()
        builtins.open = io.open = self

    def __call__(self, *arguments, **options):
        file = self.open(*arguments, **options)
        if file.writable():
            with self.changing:
                self.written = [other for other in self.written if is_open(other)] + [file]
        return file

    def flush(self):
        for file in filter(is_open, self.written):
            try:
                file.flush()
            except OSError as error:
                print(f"{file.name}: {error}", file=sys.stderr)


def is_open(file):
    try:
        return not file.closed
    except ValueError:
        # The text was detached from its bytes.
        return False


def flush(name):
    """Whether somebody still reads the standard output or error. Python would try again at the end."""
    try:
        getattr(sys, name).flush()
        return True
    except OSError:
        setattr(sys, name, None)
        setattr(sys, f"__{name}__", None)
        return False


def exit_code(error):
    """What Python does with the argument of sys.exit."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 0xFF
    print(error.code, file=sys.stderr)
    return 1


def run(path, folders, threads):
    main = sys.modules["__main__"]
    main.__dict__.update(__name__="__main__", __file__=path, __builtins__=__builtins__)
    try:
        with open(path, "rb") as file:
            source = file.read()
        exec(compile(source, path, "exec"), main.__dict__)
        threads.wait()
        return 0
    except SystemExit as error:
        return exit_code(error)
    except Enough:
        return 0
    except KeyboardInterrupt as error:
        report(error, folders)
        return 130
    except BaseException as error:
        report(error, folders)
        return 1


def start(native, path, arguments, folders, most_lines):
    """Runs the program and returns its exit code."""
    path, folders = str(path), [str(folder) for folder in folders]
    native.raiseWith(raise_error)
    sys.meta_path.insert(0, Finder(native, CORE))
    sys.meta_path.append(Finder(native, LIBRARY))
    bridge = types.ModuleType("_blinka")
    bridge.native = native
    sys.modules["_blinka"] = bridge
    use_clock(native)
    # As Python's "site" does, which would also add the packages that are installed for other programs.
    builtins.exit, builtins.quit = (_sitebuiltins.Quitter(name, "Ctrl-D") for name in ("exit", "quit"))
    builtins.help = _sitebuiltins._Helper()
    threads, files = Threads(), Files()
    sys.argv[:] = [path, *map(str, arguments)]
    sys.path[:0] = [os.path.dirname(os.path.abspath(path)), *with_clones(folders)]
    threading.excepthook = lambda hook: hook.exc_type is SystemExit or report(hook.exc_value, folders)
    sys.stdout.reconfigure(line_buffering=True)
    if most_lines:
        sys.stdout = Lines(sys.stdout, most_lines)
    code = run(path, sys.path[: 1 + len(folders)], threads)
    atexit._run_exitfuncs()
    files.flush()
    return code if all([flush("stdout"), flush("stderr")]) else code or 1


start
