// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busio.I2C;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimI2CBusTest {
    private final SimI2CBus bus = new SimI2CBus("/dev/i2c-1", new SimClock());
    private final I2C i2c = new I2C(bus);

    /** Writes down what it sees. */
    private static final class Witness implements SimI2CDevice {
        private final List<String> seen = new ArrayList<>();
        private int refuseAfter = Integer.MAX_VALUE;
        private boolean busy;
        private int next = 0x10;

        @Override
        public boolean start(boolean read) {
            seen.add(read ? "start read" : "start write");
            return !busy;
        }

        @Override
        public boolean write(int value) {
            seen.add("byte " + value);
            return refuseAfter-- > 0;
        }

        @Override
        public int read() {
            seen.add("read");
            return next++;
        }

        @Override
        public void stop() {
            seen.add("stop");
        }

        @Override
        public String toString() {
            return "witness";
        }
    }

    private final Witness witness = new Witness();

    @Test
    void aRepeatedStartHasNoStopBetween() {
        bus.attach(0x40, witness);
        byte[] in = new byte[2];
        i2c.writeToThenReadFrom(0x40, new byte[] {1, (byte) 0xFE}, in);
        assertThat(witness.seen)
                .containsExactly("start write", "byte 1", "byte 254", "start read", "read", "read", "stop");
        assertThat(in).containsExactly(0x10, 0x11);
    }

    @Test
    void twoTransfersAreTwoTransactions() {
        bus.attach(0x40, witness);
        i2c.writeTo(0x40, new byte[] {7});
        i2c.readFromInto(0x40, new byte[1]);
        assertThat(witness.seen).containsExactly("start write", "byte 7", "stop", "start read", "read", "stop");
    }

    @Test
    void slicesOfBothBuffersAreTransferredAndNothingElseIsTouched() {
        bus.attach(0x40, witness);
        byte[] both = {9, 8, 7, 6, 5};
        i2c.writeToThenReadFrom(0x40, both, 1, 2, both, 3, 5);
        assertThat(witness.seen).containsSequence("byte 8", "start read");
        assertThat(both).containsExactly(9, 8, 7, 0x10, 0x11);
    }

    @Test
    void aDeviceThatDoesNotAcknowledgeIsNotSaidToBeMissing() {
        bus.attach(0x44, new Commands());
        assertThatThrownBy(() -> i2c.readFromInto(0x44, new byte[1]))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("0x44", "Commands is attached there", "busy", "power");
    }

    @Test
    void nobodyAtAnAddressIsNoAcknowledgeWithTheErrnoOfLinux() {
        assertThatThrownBy(() -> i2c.readFromInto(0x41, new byte[1]))
                .hasMessageContainingAll("0x41", "/dev/i2c-1", "No simulated chip", "BLINKA_CHIPS=BME280@0x41")
                .asInstanceOf(type(BusException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE);
                    assertThat(e.errno()).isEqualTo(121);
                });
    }

    @Test
    void aRefusedByteEndsTheTransferAndIsNamed() {
        witness.refuseAfter = 1;
        bus.attach(0x40, witness);
        assertThatThrownBy(() -> i2c.writeTo(0x40, new byte[] {1, 2, 3}))
                .hasMessageContainingAll("byte 2 of 3", "0x02")
                .asInstanceOf(type(BusException.class))
                .extracting(BusException::kind)
                .isEqualTo(Kind.NO_ACKNOWLEDGE);
        assertThat(witness.seen).containsExactly("start write", "byte 1", "byte 2", "stop");
    }

    @Test
    void aBusyDeviceDoesNotAcknowledgeItsAddress() {
        witness.busy = true;
        bus.attach(0x40, witness);
        assertThatThrownBy(() -> i2c.writeTo(0x40, new byte[] {1})).isInstanceOf(BusException.class);
        assertThat(witness.seen).containsExactly("start write", "stop");
    }

    @Test
    void scanFindsWhatIsAttachedAndPlugged() {
        bus.attach(0x08, new Registers8()).attach(0x77, new WordRegisters()).attach(0x44, new Commands());
        assertThat(i2c.scan()).containsExactly(0x08, 0x44, 0x77);
        bus.unplug(0x44);
        bus.detach(0x08);
        assertThat(i2c.scan()).containsExactly(0x77);
    }

    @Test
    void aFaultOfTheBusIsNoAnswerToAProbe() {
        bus.attach(0x40, new Registers8());
        for (Kind fault : List.of(Kind.TIMEOUT, Kind.ARBITRATION_LOST, Kind.OTHER)) {
            bus.failNext(0x40, fault);
            assertThatThrownBy(() -> i2c.probe(0x40))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(fault));
        }
        bus.failNext(0x40, Kind.ARBITRATION_LOST);
        assertThatThrownBy(i2c::scan).isInstanceOf(BusException.class);
        bus.unplug(0x40);
        assertThat(i2c.probe(0x40)).isFalse();
    }

    @Test
    void anUnpluggedDeviceKeepsItsState() {
        Registers8 device = new Registers8();
        bus.attach(0x40, device);
        i2c.writeTo(0x40, new byte[] {3, 42});
        bus.unplug(0x40);
        assertThatThrownBy(() -> i2c.writeTo(0x40, new byte[] {3, 43})).isInstanceOf(BusException.class);
        bus.plug(0x40);
        assertThat(device.register(3)).isEqualTo(42);
        i2c.writeTo(0x40, new byte[] {3, 44});
        assertThat(device.register(3)).isEqualTo(44);
    }

    @Test
    void pluggingWhatWasNeverAttachedIsAnError() {
        assertThatThrownBy(() -> bus.unplug(0x40))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0x40");
    }

    @Test
    void twoDevicesAtOneAddressAreAnErrorThatNamesBoth() {
        bus.attach(0x40, witness);
        assertThatThrownBy(() -> bus.attach(0x40, new Registers8()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("0x40", "witness", "Registers8");
    }

    @Test
    void orderedFaultsHitTheNextTransferOnce() {
        bus.attach(0x40, new Registers8()).attach(0x41, new Registers8());
        bus.failNext(0x41, Kind.ARBITRATION_LOST).failNext(Kind.TIMEOUT);
        assertThatThrownBy(() -> i2c.writeTo(0x40, new byte[] {0}))
                .asInstanceOf(type(BusException.class))
                .extracting(BusException::kind)
                .isEqualTo(Kind.TIMEOUT);
        i2c.writeTo(0x40, new byte[] {0});
        assertThatThrownBy(() -> i2c.writeTo(0x41, new byte[] {0})).hasMessageContainingAll("0x41", "ARBITRATION_LOST");
        i2c.writeTo(0x41, new byte[] {0});
    }

    @Test
    void aMessageBeyondTheKernelsLimitIsRefusedWhole() {
        bus.attach(0x40, witness);
        assertThatThrownBy(() -> i2c.writeTo(0x40, new byte[8193])).hasMessageContainingAll("8193", "8192");
        assertThat(witness.seen).isEmpty();
        i2c.writeTo(0x40, new byte[8192]);
    }

    @Test
    void aTransferTakesAsLongAsItsBits() {
        bus.attach(0x40, new Registers8());
        i2c.writeToThenReadFrom(0x40, new byte[1], new byte[1]);
        // Four bytes of nine bits, a start and a stop, at 10 us each.
        assertThat(bus.clock().now()).isEqualTo(Duration.ofNanos(380_000));
        bus.frequency(400_000);
        i2c.writeToThenReadFrom(0x40, new byte[1], new byte[1]);
        assertThat(bus.clock().now()).isEqualTo(Duration.ofNanos(475_000));
    }

    @Test
    void sleepingTakesSimulatedTimeOnly() {
        long before = System.nanoTime();
        i2c.sleep(Duration.ofHours(1));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(1));
        assertThat(bus.clock().now()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anInterruptedThreadDoesNotSleep() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> i2c.sleep(Duration.ofMillis(1)))
                    .asInstanceOf(type(BusException.class))
                    .extracting(BusException::kind)
                    .isEqualTo(Kind.INTERRUPTED);
            assertThat(bus.clock().nanos()).isZero();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anAddressOfMoreThanSevenBitsCannotBeAttached() {
        assertThatThrownBy(() -> bus.attach(0xEC, witness))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0xec");
    }

    @Test
    void transfersAllocateNothing() {
        Registers8 device = new Registers8();
        bus.attach(0x40, device);
        byte[] out = {0};
        byte[] in = new byte[6];
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            bus.transfer(0x40, out, 0, 1, in, 0, 6);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            bus.transfer(0x40, out, 0, 1, in, 0, 6);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    @Test
    void whatFailedFirstComesOutWhenTheDeviceFailsAtTheStopToo() {
        bus.attach(0x09, new SimI2CDevice() {
            @Override
            public boolean write(int value) {
                return false;
            }

            @Override
            public int read() {
                throw new IllegalStateException("first");
            }

            @Override
            public void stop() {
                throw new IllegalStateException("second");
            }
        });
        Duration before = bus.clock().now();
        assertThatThrownBy(() -> bus.transfer(0x09, new byte[1], 0, 1, new byte[0], 0, 0))
                .isInstanceOf(BusException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThatThrownBy(() -> bus.transfer(0x09, new byte[0], 0, 0, new byte[1], 0, 1))
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        // Two bytes each, and the stop.
        assertThat(bus.clock().now().minus(before)).isEqualTo(Duration.ofNanos(400_000));
    }
}
