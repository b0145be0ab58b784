# SPDX-License-Identifier: MIT
"""Runs CircuitPython's drivers and ours over equal simulated chips and prints the differences.

src/test/differential/run calls it: compare.py STATES FOLDER [DRIVER...]. Instead of a number, "check" checks only the
arguments, and "transfers" counts the transfers of one full reading. FOLDER has the clones of CircuitPython's drivers.
blinka4j.drivers.vectors.Twins has the chips and our driver. The file drivers.txt beside this one says what to compare.
"""

import importlib
import json
import math
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import types

TABLE = pathlib.Path(__file__).with_name("drivers.txt")
DRIVERS = pathlib.Path(__file__).resolve().parents[3] / "drivers"
SERVER = "blinka4j.drivers.vectors.Twins"
CLONE = "Adafruit_CircuitPython_"
COMMON = ["BusDevice", "Register"]


class Twins:
    """The Java process: a request and an answer are one line each."""

    MOST_REQUESTS = 5_000

    def __init__(self):
        target = DRIVERS / "target"
        classes = f"{target / 'test-classes'}{os.pathsep}{target / 'classes'}{os.pathsep}{(target / 'class-path').read_text()}"
        self.process = subprocess.Popen(
            [os.environ.get("JAVA_COMMAND", "java"), "-XX:TieredStopAtLevel=1", "-cp", classes, SERVER],
            cwd=DRIVERS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1,
        )
        self.requests = 0

    def ask(self, request, error=RuntimeError):
        self.process.stdin.write(request + "\n")
        answer = self.process.stdout.readline()
        if answer.startswith("ok "):
            return json.loads(answer[3:])
        if not answer:
            raise SystemExit("the Java process ended. Its error is above.")
        raise error(answer.strip().removeprefix("raised "))

    def ask_bus(self, request):
        """A request of CircuitPython's driver. One that asks for ever is stopped."""
        self.requests += 1
        if self.requests > self.MOST_REQUESTS:
            raise RuntimeError(f"still not ready after {self.MOST_REQUESTS} requests")
        return self.ask(request, OSError)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Lockable:
    def __init__(self, twins):
        self.twins = twins

    def try_lock(self):
        return True

    def unlock(self):
        pass

    def deinit(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


class I2C(Lockable):
    def __init__(self, twins, adds=0):
        super().__init__(twins)
        self.adds = adds

    def transfer(self, address, out, count):
        if self.adds and len(out):
            out = bytes([out[0] | self.adds, *out[1:]])
        return bytes.fromhex(self.twins.ask_bus(f"i2c {address:x} {bytes(out).hex() or '-'} {count}"))

    def scan(self):
        return [address for address in range(8, 0x78) if self.probe(address)]

    def probe(self, address):
        return self.twins.ask_bus(f"probe {address:x}")

    def writeto(self, address, buffer, *, start=0, end=None, stop=True):
        self.transfer(address, memoryview(buffer)[start:end], 0)

    def readfrom_into(self, address, buffer, *, start=0, end=None):
        part = memoryview(buffer)[start:end]
        part[:] = self.transfer(address, b"", len(part))

    def writeto_then_readfrom(
        self, address, out_buffer, in_buffer, *, out_start=0, out_end=None, in_start=0, in_end=None
    ):
        part = memoryview(in_buffer)[in_start:in_end]
        part[:] = self.transfer(address, memoryview(out_buffer)[out_start:out_end], len(part))


class SPI(Lockable):
    frequency = 1_000_000

    def __init__(self, twins, MOSI=None):
        """A strip of DotStars opens its bus itself, with two pins."""
        super().__init__(twins)

    def configure(self, baudrate=frequency, **settings):
        self.frequency = baudrate

    def transfer(self, out, reading):
        return bytes.fromhex(self.twins.ask_bus(f"spi {bytes(out).hex()} {str(reading).lower()}")) if len(out) else b""

    def write(self, buffer, *, start=0, end=None):
        self.transfer(memoryview(buffer)[start:end], False)

    def readinto(self, buffer, *, start=0, end=None, write_value=0):
        part = memoryview(buffer)[start:end]
        part[:] = self.transfer(bytes([write_value]) * len(part), True)

    def write_readinto(self, out_buffer, in_buffer, *, out_start=0, out_end=None, in_start=0, in_end=None):
        part = memoryview(in_buffer)[in_start:in_end]
        part[:] = self.transfer(memoryview(out_buffer)[out_start:out_end], True)


class ChipSelect:
    """The pin that selects the chip on SPI, low while it is selected."""

    def __init__(self, twins):
        self.twins = twins

    def switch_to_output(self, value=False, drive_mode=None):
        self.value = value

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "value":
            self.twins.ask_bus(f"select {0 if value else 1}")


def install_modules(folder):
    """Makes the clones and what they import importable. Modules of the board are empty."""
    for clone in sorted(folder.iterdir()):
        sys.path.append(str(clone))

    class Anything(types.ModuleType):
        __path__ = []

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return type(name, (), {"__class_getitem__": classmethod(lambda cls, item: cls)})

    for name in ["board", "busio", "digitalio", "microcontroller", "pwmio", "circuitpython_typing", "circuitpython_typing.device_drivers", "circuitpython_typing.pil"]:
        sys.modules[name] = Anything(name)
    sys.modules["busio"].I2C = I2C
    sys.modules["busio"].SPI = SPI
    for name, constants in [("Direction", ["INPUT", "OUTPUT"]), ("Pull", ["UP", "DOWN"])]:
        setattr(sys.modules["digitalio"], name, type(name, (), {each: each for each in constants}))
    for name in ["micropython", "typing_extensions"]:
        sys.modules[name] = Anything(name)
    sys.modules["micropython"].const = lambda value: value


def simulate_time():
    """Makes Python's time that of the simulated chip, before a driver imports it. Returns the dictionary that has the Twins.

    Looking at the time takes 10 µs, so that every wait for a time ends.
    """
    now = {}

    def nanos():
        now["twins"].ask_bus("sleep 10000")
        return now["twins"].ask_bus("time")

    time.sleep = lambda seconds: now["twins"].ask_bus(f"sleep {max(0, round(seconds * 1e9))}")
    time.monotonic_ns = nanos
    time.monotonic = time.time = lambda: nanos() / 1e9
    return now


class Row:
    """What drivers.txt says about a driver; its head explains it."""

    def __init__(self, name):
        self.name = name
        self.package = name.lower().replace("_", "")
        self.clone = self.module = self.construct = self.java = None
        self.imported = []
        self.writes = "registers"
        self.mask = 0xFFFF
        self.adds = 0
        self.settle = 2.0
        self.most = 3
        self.chips = []
        self.reads = []
        self.full = None
        self.settings = []
        self.same = []
        self.known = []

    def add(self, key, value):
        if key == "original":
            self.clone, self.module, *self.imported = value.split()
        elif key in ("package", "construct", "java", "writes"):
            setattr(self, key, value)
        elif key in ("settle", "most"):
            setattr(self, key, type(getattr(self, key))(value))
        elif key in ("mask", "adds"):
            setattr(self, key, int(value, 0))
        elif key == "chip":
            chip, _, place = value.partition(" at ")
            self.chips.append((place.removeprefix("0x").replace(" behind ", "@") or "spi", chip))
        elif key == "read":
            for word in value.split():
                expression, _, tolerance = word.partition("±")
                self.reads.append((expression, float(tolerance or 0)))
        elif key == "full" and value != "none":
            counts, _, reads = value.partition(" ")
            theirs, _, ours = (part.split() for part in reads.partition(" | "))
            self.full = [int(count) for count in counts.split("/")], ours or theirs, theirs
        elif key == "set":
            self.settings.append(value)
        elif key in ("same", "known"):
            known = Known(value)
            if key == "known" and not known.condition:
                raise SystemExit(f"{TABLE}: '{known.text}' of {self.name} needs a condition, so that it hides nothing else")
            getattr(self, key).append(known)
        elif key != "full":
            raise SystemExit(f"{TABLE}: unknown key '{key}' of {self.name}")


class Known:
    """A difference with its reason: LABEL... [when CONDITION] | FAULT | REASON | SOURCE."""

    def __init__(self, text):
        head, *self.reasons = (part.strip() for part in text.split(" | "))
        labels, _, self.condition = (part.strip() for part in head.partition(" when "))
        self.labels = [re.compile(".*".join(map(re.escape, label.split("*")))) for label in labels.split()]
        self.text = labels
        self.times = 0

    def covers(self, label, facts):
        if not any(pattern.fullmatch(label) for pattern in self.labels):
            return False
        if self.condition and not self.holds(facts):
            return False
        self.times += 1
        return True

    def holds(self, facts):
        """A condition that cannot be calculated, such as one on a register that was not written, does not hold."""
        try:
            return eval(self.condition, {"math": math, **facts})
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return False


def read_table():
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            rows.append(Row(line.strip()))
        else:
            rows[-1].add(*line.strip().split(None, 1))
    return rows


class Raised:
    """The error that a driver raised, as a value."""

    def __init__(self, error):
        self.text = f"{type(error).__name__}: {error}"

    def __repr__(self):
        return f"raises {self.text[:160]}"


def attempt(action):
    try:
        return action()
    except Exception as error:  # whatever the driver raises is its result
        return Raised(error)


class Comparison:
    """One driver, over all its states."""

    def __init__(self, row, twins):
        self.row = row
        self.twins = twins
        self.module = importlib.import_module(row.module)
        # Constants and classes of all modules of the driver, and of its module in case of doubt.
        self.names = {"time": time}
        for name, module in sorted(sys.modules.items()):
            if name.split(".")[0] == row.module.split(".")[0]:
                self.names |= vars(module)
        self.names |= vars(self.module)
        self.differences = {}
        self.states = self.values = self.changes = 0
        self.transfers = {"ours": 0, "theirs": 0}

    # Random states

    def choose(self, choice):
        """A value for {1..5}, {-1.5..2.0}, {Mode.*}, {RATE_*}, {1|2|4} or {datetime}, in Python and in Java."""
        if choice == "datetime":
            when = time.gmtime(self.random.randrange(946684800, 4102444800))
            return f"time.struct_time(({', '.join(map(str, when))}))", None
        if ".." in choice:
            least, most = choice.split("..")
            if "." in least + most:
                return repr(round(self.random.uniform(float(least), float(most)), 3)), None
            return str(self.random.randint(int(least, 0), int(most, 0))), None
        if choice.endswith("*"):
            prefix, _, start = choice[:-1].rpartition(".")
            constants = vars(eval(prefix, self.names)) if prefix else self.names
            names = [
                name for name, value in constants.items()
                if name.startswith(start) and name[0] != "_" and type(value) in (int, float)
            ]
            return (prefix + "." if prefix else "") + self.random.choice(sorted(names)), None
        python, _, java = self.random.choice(choice.split("|")).partition("~>")
        return python.strip(), java.strip() or None

    def statement(self, template):
        """Returns a label, a line of Python, one for Java, and the value that was chosen last."""
        python = java = ""
        value = None
        for part in re.split(r"(\{[^}]*\})", template):
            if part.startswith("{"):
                value, other = self.choose(part[1:-1])
                python += value
                java += other or value
            else:
                python += part
                java += part
        label = re.sub(r"\{[^}]*\}", "…", template)
        label = label.split(" = ")[0] + "=" if " = " in label else label
        return label.replace(" ", ""), python, java, value

    def run_state(self, number):
        self.number = number
        self.states += 1
        self.random = random.Random(f"{self.row.name} {number}")
        self.twins.ask("new")
        self.quantities = {}
        for index, (place, chip) in enumerate(self.row.chips):
            for name, least, most in self.twins.ask(f"chip {place} {chip}"):
                value = self.random.choice([least, most] + [round(self.random.uniform(least, most), 3)] * 8)
                self.twins.ask(f"set {index} {value} {name}")
                self.quantities[name.replace(" ", "_")] = value
        if not self.construct():
            return
        for _ in range(self.random.randrange(self.row.most + 1) if self.row.settings else 0):
            label, python, java, value = self.statement(self.random.choice(self.row.settings))
            self.done.append(python)
            self.changes += 1
            if not self.step(label, lambda line=python: self.execute(line), "run " + java, value, 0):
                return
        self.twins.ask(f"settle {round(self.row.settle * 1e9)}")
        for expression, tolerance in self.row.reads:
            label, python, java, value = self.statement(expression)
            self.values += 1
            self.step(label, lambda line=python: self.execute(line), "run " + java, value, tolerance)

    def construct(self):
        self.done = []
        self.our_registers = {}
        self.their_registers = {}
        self.device = None

        _, python, java, value = self.statement(self.row.construct)
        buses = {"i2c": I2C(self.twins, self.row.adds), "spi": SPI(self.twins), "cs": ChipSelect(self.twins)}

        def construct():
            self.device = eval(python, self.names, buses)

        self.done.append(python)
        java = f"construct {self.row.package} {self.row.java or java}"
        return self.step("construct", construct, java, value, 0)

    def count_transfers(self):
        """Prints the transfers of one full reading. Returns whether they are those of the table, and ours not more."""
        (ours, theirs), our_reads, their_reads = self.row.full
        self.random = random.Random(self.row.name)
        self.twins.ask("new")
        for place, chip in self.row.chips:
            self.twins.ask(f"chip {place} {chip}")
        self.quantities = {}
        self.construct()
        self.twins.ask(f"settle {round(self.row.settle * 1e9)}")
        self.twins.ask("log")
        errors = [f"theirs {error}" for error in (attempt(lambda: self.execute(read)) for read in their_reads)
                  if isinstance(error, Raised)]
        for read in our_reads:
            self.twins.ask("run " + read)
        counts = [len(log) for log in self.twins.ask("log")]
        good = counts == [ours, theirs] and ours <= theirs
        text = f"{self.row.name}: ours {counts[0]}, theirs {counts[1]}"
        print("; ".join([text] + errors) + ("" if good else f"; UNKNOWN: {TABLE.name} has {ours} and {theirs}"))
        return good

    def execute(self, line):
        """An assignment, or an expression and its value."""
        python = "len(self)" if line == "len" else f"self{'' if line.startswith('[') else '.'}{line}"
        scope = {"self": self.device}
        return exec(python, self.names, scope) if " = " in line else eval(python, self.names, scope)

    # Comparing

    def step(self, label, theirs, java, value, tolerance):
        """Does the same on both sides. Returns whether the chips are still alike."""
        self.twins.ask("settle 0")
        self.twins.requests = 0
        theirs = attempt(theirs)
        ours = attempt(lambda: self.twins.ask(java))
        facts = {"ours": ours, "theirs": theirs, "value": number(value), "after": self.done, "our": {}, "their": {}}
        facts |= {"numbers": [int(each) for each in re.findall(r"-?\d+", self.done[-1])], **self.quantities}
        our_log, their_log = self.twins.ask("log")
        if self.device is not None and not label.endswith("=") and label != "construct":
            self.transfers["ours"] += len(our_log)
            self.transfers["theirs"] += len(their_log)
        if isinstance(theirs, Raised) or isinstance(ours, Raised):
            return self.both_raise(theirs, ours) or self.differ(label, "error", ours, theirs, facts)
        alike = True
        # An assignment has no value.
        if not label.endswith("=") and label != "construct" and not self.equal(theirs, ours, tolerance):
            alike = self.differ(label, "value", ours, theirs, facts)
        our_writes, their_writes = self.written(our_log), self.written(their_log)
        if self.row.writes != "messages":
            # A register that one side does not write now may have the value from before.
            self.our_registers.update(our_writes)
            self.their_registers.update(their_writes)
            touched = {
                register for register in {**our_writes, **their_writes}
                if self.our_registers.get(register) != self.their_registers.get(register)
            }
            our_writes = {register: self.our_registers.get(register) for register in sorted(touched)}
            their_writes = {register: self.their_registers.get(register) for register in sorted(touched)}
        facts |= {"our": our_writes, "their": their_writes}
        if our_writes != their_writes and not any(same.covers(label, facts) for same in self.row.same):
            alike = self.differ(label, "writes", our_writes, their_writes, facts)
        return alike

    def both_raise(self, theirs, ours):
        """Whether both refuse the same. A driver that cannot be made is nothing to compare."""
        both = isinstance(theirs, Raised) and isinstance(ours, Raised)
        return both and self.device is not None and "CannotRun" not in ours.text and "compiler" not in ours.text

    def differ(self, label, kind, ours, theirs, facts):
        if not any(each.covers(label, facts) for each in self.row.known):
            example = f"state {self.number}, {self.quantities}, after {self.done}: ours {ours}, theirs {theirs}"
            count, first = self.differences.get((label, kind), (0, example))
            self.differences[label, kind] = (count + 1, first)
        return False

    def written(self, log):
        """What was written: for each register, what it has in the end; or all messages, without those that are repeated."""
        entries = [entry.split() for entry in log]
        if self.row.writes == "messages":
            sent = [(place, data) for place, data, _ in entries if data != "-"]
            return [each for index, each in enumerate(sent) if index == 0 or each != sent[index - 1]]
        registers = {}
        for index, (place, sent, count) in enumerate(entries):
            # A write and then a read, in one transfer or two: the number of the register to read.
            reads = count != "0" or (index + 1 < len(entries) and entries[index + 1][:2] == [place, "-"])
            if sent == "-" or reads:
                continue
            data = bytes.fromhex(sent)
            width = 2 if self.row.writes == "memory" else 1
            first = int.from_bytes(data[:width], "big") & self.row.mask
            if self.row.writes == "words" or len(data) == width:
                registers[place, first] = data[width:].hex()
            else:
                for offset, byte in enumerate(data[width:]):
                    registers[place, first + offset] = f"{byte:02x}"
        several = len({place for place, _ in registers}) > 1
        return {
            f"{place + ':' if several else ''}{register:02x}": value for (place, register), value in registers.items()
        }

    def equal(self, theirs, ours, tolerance):
        if theirs is None:
            return ours is None or isinstance(ours, float) and math.isnan(ours)
        if isinstance(ours, dict) and "enum" not in ours:
            return theirs == ours
        if isinstance(ours, dict):
            values = self.constants(ours["enum"])
            return theirs in values or str(theirs).upper() == ours["enum"] or (not values and theirs == ours["at"])
        if isinstance(ours, list):
            if isinstance(theirs, dict):
                theirs = list(theirs.values())
            if isinstance(theirs, time.struct_time):
                theirs = theirs[: len(ours)]
            return (
                hasattr(theirs, "__len__") and len(theirs) == len(ours)
                and all(self.equal(one, other, tolerance) for one, other in zip(theirs, ours))
            )
        if isinstance(theirs, (bytes, bytearray)) and len(theirs) == 1:
            theirs = theirs[0]
        if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
            if math.isnan(ours) or math.isnan(theirs):
                return math.isnan(ours) and math.isnan(theirs)
            return abs(ours - theirs) <= max(tolerance, 1e-6 * abs(ours))
        return theirs == ours

    def constants(self, name):
        """The values of all constants in the driver's modules that have this name, or one that ends with it."""
        root = self.row.module.split(".")[0]
        owners = [module for key, module in sys.modules.items() if key.split(".")[0] == root]
        owners += [each for module in owners for each in vars(module).values() if isinstance(each, type)]
        named = [vars(owner)[name] for owner in owners if name in vars(owner)]
        return named or [
            value for owner in owners for key, value in vars(owner).items() if key.upper().endswith("_" + name)
        ]

    # The report

    def report(self):
        found = sum(count for count, _ in self.differences.values())
        print(
            f"{self.row.name}: {self.states} states, {self.changes} changes, {self.values} values; "
            f"transfers to read: ours {self.transfers['ours']}, theirs {self.transfers['theirs']}; "
            f"{sum(known.times for known in self.row.known)} known differences, {found} unknown"
        )
        for known in self.row.known + self.row.same:
            print(f"    known, {known.times} times: {known.text}: {' | '.join(known.reasons)}")
        for (label, kind), (count, example) in self.differences.items():
            print(f"    UNKNOWN, {count} times: {kind} of {label}: {example}")
        sys.stdout.flush()
        return not found


def number(value):
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def main(states, folder, *names):
    rows = read_table()
    unknown = set(names) - {row.name for row in rows}
    if unknown:
        has = ", ".join(row.name for row in rows)
        raise SystemExit(f"{TABLE.name} has no driver {', '.join(sorted(unknown))}. It has: {has}.")
    rows = [row for row in rows if not names or row.name in names]
    if states == "transfers":
        rows = [row for row in rows if row.full]
    folder = pathlib.Path(folder)
    rows = [row for row in rows if row.clone]
    clones = sorted({clone for row in rows for clone in [row.clone, *row.imported]} | set(COMMON))
    missing = [clone for clone in clones if not (folder / (CLONE + clone)).is_dir()]
    if missing:
        lines = [f"  git -C '{folder}' clone --depth 1 https://github.com/adafruit/{CLONE}{clone}" for clone in missing]
        raise SystemExit("\n".join(["These clones are missing. Fetch them:", *lines]))
    if states == "check":
        return 0
    install_modules(folder)
    now = simulate_time()
    good = True
    for row in rows:
        twins = now["twins"] = Twins()
        comparison = Comparison(row, twins)
        if states == "transfers":
            good &= comparison.count_transfers()
            twins.close()
            continue
        for number_of_state in range(int(states)):
            comparison.run_state(number_of_state)
        twins.close()
        good &= comparison.report()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
