// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.busio.I2C;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.SimI2CBus;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading a number, a truth value or a constant of a chip with registers allocates nothing. The calls are too few for the compiler that
 * removes allocations.
 */
class AllocationTest {
    private static final int CALLS = 100;
    private static final int ROUNDS = 10;

    /** What does more than to read a property; and what the chip must be reconfigured for. */
    private static final Set<String> ACTIONS = Set.of(
            "LIS3DH.shake",
            "TMP117.takeSingleMeasurement",
            "VEML7700.autolux",
            "APDS9960.gesture",
            "VL53L0X.readRange",
            "DS3231.forceTemperatureConversion",
            "BNO055.externalCrystal",
            "BNO055.useExternalCrystal",
            "BNO055.radiusAccelerometer",
            "BNO055.radiusMagnetometer");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<ComparedDriver> chipsWithRegisters() throws IOException {
        return ComparedDriver.all().stream()
                .filter(driver -> driver.hasRegisters() && driver.construct().contains("i2c"))
                // A kit has motors, but no property of its own.
                .filter(driver -> !driver.pack().endsWith("kit"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("chipsWithRegisters")
    void aPropertyReadAllocatesNothing(ComparedDriver driver) throws Throwable {
        assertThat(THREADS.isThreadAllocatedMemorySupported())
                .as("this virtual machine counts what a thread allocates")
                .isTrue();
        THREADS.setThreadAllocatedMemoryEnabled(true);
        SimI2CBus bus = new SimI2CBus();
        for (String chip : driver.chips()) {
            String[] words = chip.split(" ", 2);
            bus.attach(Integer.parseInt(words[0], 16), Twins.chip(words[1], bus.clock()));
        }
        Replay replay = new Replay(bus);
        PythonProgram program =
                new PythonProgram(Names.of(driver.pack()), Map.of("i2c", new I2C(replay)), none -> none.device());
        program.run(Python.parse(driver.construct()));
        bus.clock().advance(Duration.ofNanos(Math.round(driver.settleSeconds() * 1e9)));
        Map<String, Long> bytes = new TreeMap<>();
        for (Method property : BadArgumentsTest.methods(program.device().getClass())) {
            if (isProperty(property)) {
                MethodHandle read = MethodHandles.publicLookup()
                        .unreflect(property)
                        .bindTo(program.device())
                        .asType(MethodType.methodType(void.class));
                bytes.put(property.getName(), allocated(read, replay));
            }
        }
        assertThat(bytes)
                .as("bytes that a call allocates")
                .isNotEmpty()
                .allSatisfy((property, each) -> assertThat(each).as(property).isZero());
    }

    private static boolean isProperty(Method method) {
        Class<?> type = method.getReturnType();
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass().getName().startsWith("blinka4j.drivers.")
                && !ACTIONS.contains(method.getDeclaringClass().getSimpleName() + "." + method.getName())
                && (type.isEnum() || type.isPrimitive() && type != void.class);
    }

    private static long allocated(MethodHandle read, Replay replay) throws Throwable {
        // It may wait for a first measurement.
        read.invokeExact();
        replay.record();
        read.invokeExact();
        replay.repeat();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                read.invokeExact();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        replay.forward();
        return least / CALLS;
    }

    /** Repeats the replies to a call, and allocates nothing then. The simulated chips do. */
    private static final class Replay extends ForwardingI2C {
        private final List<byte[]> replies = new ArrayList<>();
        private boolean repeating;
        private int next;

        Replay(SimI2CBus bus) {
            super(bus);
        }

        void record() {
            replies.clear();
        }

        void repeat() {
            next = 0;
            repeating = true;
        }

        void forward() {
            repeating = false;
        }

        @Override
        public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            if (repeating) {
                byte[] reply = replies.get(next);
                next = (next + 1) % replies.size();
                System.arraycopy(reply, 0, in, inStart, reply.length);
            } else {
                super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
                replies.add(inStart < inEnd ? Arrays.copyOfRange(in, inStart, inEnd) : new byte[0]);
            }
        }

        @Override
        public void sleep(Duration time) {
            if (!repeating) {
                super.sleep(time);
            }
        }
    }
}
