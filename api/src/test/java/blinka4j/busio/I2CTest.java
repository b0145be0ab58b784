// SPDX-License-Identifier: MIT
package blinka4j.busio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.PinException;
import blinka4j.fake.FakeI2C;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import org.mockito.Mockito;

class I2CTest {
    private static final byte[] BUFFER = {10, 11, 12, 13, 14};

    private final FakeI2C port = new FakeI2C();
    private final I2C i2c = new I2C(port);

    @AfterEach
    void theBusIsFreeAtTheEnd() throws InterruptedException {
        boolean[] free = new boolean[1];
        Thread other = new Thread(() -> free[0] = i2c.isClosed() || i2c.tryLock());
        other.start();
        other.join();
        assertThat(free[0]).as("bus free").isTrue();
    }

    @Test
    void aWriteIsOneTransaction() {
        port.device(0x18);

        i2c.writeTo(0x18, new byte[] {5, 6});

        assertThat(port.calls).containsExactly("18 write 0506", "released");
    }

    @Test
    void anEmptyWriteIsTheAddressAlone() {
        port.device(0x18);

        i2c.writeTo(0x18, new byte[0]);

        assertThat(port.calls).containsExactly("18", "released");
    }

    @Test
    void aReadFillsTheBuffer() {
        port.device(0x18)[0] = 42;
        byte[] in = {1, 1, 1};

        i2c.readFromInto(0x18, in);

        assertThat(in).containsExactly(42, 0, 0);
        assertThat(port.calls).containsExactly("18 read 3", "released");
    }

    @Test
    void aWriteThenReadIsOneTransaction() {
        port.device(0x76)[0xd0] = 0x60;
        byte[] id = new byte[1];

        i2c.writeToThenReadFrom(0x76, new byte[] {(byte) 0xd0}, id);

        assertThat(id).containsExactly(0x60);
        assertThat(port.calls).containsExactly("76 write d0 read 1", "released");
    }

    @Test
    void oneBufferServesBothDirections() {
        port.device(0x76)[0xd0] = 0x60;
        byte[] buffer = {(byte) 0xd0, 1, 1};

        i2c.writeToThenReadFrom(0x76, buffer, 0, 1, buffer, 1, 3);

        assertThat(buffer).containsExactly(0xd0, 0x60, 0);
    }

    /** Each expected slice is what Python 3 gives for {@code [10, 11, 12, 13, 14][start:end]}. */
    @ParameterizedTest(name = "[{0}:{1}] is {2}")
    @CsvSource({
        "0, 5, 0a0b0c0d0e",
        "1, 3, 0b0c",
        "0, 0, ''",
        "4, 5, 0e",
        "5, 5, ''",
        "3, 2, ''",
        "0, -1, 0a0b0c0d",
        "-2, 5, 0d0e",
        "-4, -1, 0b0c0d",
        "-1, -3, ''",
        "-9, 2, 0a0b",
        "0, 99, 0a0b0c0d0e",
        "7, 99, ''",
        "-99, 99, 0a0b0c0d0e",
        "0, -99, ''",
        "-2147483648, 2147483647, 0a0b0c0d0e",
        "2147483647, -2147483648, ''"
    })
    void aSliceIsThatOfPython(int start, int end, String expected) {
        port.device(0x18);
        port.device(0x19);
        String written = expected.isEmpty() ? "" : " write " + expected;

        i2c.writeTo(0x18, BUFFER, start, end);
        assertThat(port.calls).containsExactly("18" + written, "released");

        port.calls.clear();
        int length = expected.length() / 2;
        byte[] in = {-1, -1, -1, -1, -1};
        i2c.writeToThenReadFrom(0x19, BUFFER, 0, 0, in, start, end);
        assertThat(port.calls).containsExactly("19" + (length == 0 ? "" : " read " + length), "released");
        int from = expected.isEmpty() ? 0 : expected.charAt(1) - 'a';
        for (int i = 0; i < in.length; i++) {
            assertThat(in[i]).as("byte %s", i).isEqualTo((byte) (i >= from && i < from + length ? 0 : -1));
        }
    }

    @ParameterizedTest(name = "[{0}:{1}]")
    @CsvSource({"0, 0", "3, 2", "5, 9", "-1, -2", "0, -5"})
    void aReadOfNothingIsRefused(int start, int end) {
        assertThatThrownBy(() -> i2c.readFromInto(0x18, new byte[5], start, end))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("I2C(/dev/i2c-1)", start + " to " + end, "5 bytes");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void aReadIntoAnEmptyBufferIsRefused() {
        assertThatThrownBy(() -> i2c.readFromInto(0x18, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x80, 0xec, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void whatIsNoSevenBitAddressIsRefused(int address) {
        String[] words = {"0x%x".formatted(address), "7-bit I2C address", "0x7f", "read/write bit"};

        assertThatThrownBy(() -> i2c.writeTo(address, BUFFER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
        assertThatThrownBy(() -> i2c.readFromInto(address, new byte[1])).hasMessageContainingAll(words);
        assertThatThrownBy(() -> i2c.probe(address)).hasMessageContainingAll(words);
        assertThat(port.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x7f})
    void theFirstAndTheLastAddressAreAllowed(int address) {
        port.device(address);

        assertThatCode(() -> i2c.writeTo(address, BUFFER)).doesNotThrowAnyException();
    }

    @Test
    void aScanAsksTheAddressesThatDevicesMayHave() {
        port.device(0x07);
        port.device(0x08);
        port.device(0x40);
        port.device(0x77);
        port.device(0x78);

        assertThat(i2c.scan()).containsExactly(0x08, 0x40, 0x77);
        assertThat(port.calls.stream()
                        .filter(call -> !call.equals("released"))
                        .map(call -> call.substring(0, 2))
                        .distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(0x08, 0x77)
                        .mapToObj("%02x"::formatted)
                        .toList());
    }

    @Test
    void aProbeWritesNothingAndThenReadsAByte() {
        port.device(0x18);

        assertThat(i2c.probe(0x18)).isTrue();
        assertThat(port.calls).containsExactly("18", "released");
        port.calls.clear();
        assertThat(i2c.probe(0x19)).isFalse();
        assertThat(port.calls).containsExactly("19", "19 read 1", "released");
    }

    @Test
    void aDeviceThatOnlyAnswersToAReadIsFound() {
        port.device(0x18);
        port.fail(new BusException(Kind.NO_ACKNOWLEDGE, "no empty writes"));

        assertThat(i2c.probe(0x18)).isTrue();
    }

    @Test
    void aDeviceThatADriverOfTheKernelHoldsIsThere() {
        port.fail(new BusException(Kind.BUSY, 16, "rtc-ds1307 has it"));

        assertThat(i2c.probe(0x68)).isTrue();
    }

    @Test
    void aFailedTransferLetsTheBusGo() {
        assertThatThrownBy(() -> i2c.writeTo(0x18, BUFFER)).isInstanceOfSatisfying(BusException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE);
            assertThat(e.errno()).isEqualTo(121);
        });
        assertThat(port.calls).endsWith("released");
    }

    @Test
    void thePortGetsTheCallersArraysAndNoCopies() {
        I2CPort mock = mock(I2CPort.class);
        when(mock.name()).thenReturn("mock");
        byte[] out = {1, 2, 3};
        byte[] in = new byte[4];

        new I2C(mock).writeToThenReadFrom(0x10, out, 1, 3, in, 2, 4);

        verify(mock).transfer(0x10, out, 1, 3, in, 2, 4);
    }

    @Test
    void releasedIsCalledWhenTheOutermostHoldEnds() {
        port.device(0x18);

        i2c.exclusively(() -> {
            i2c.writeTo(0x18, new byte[] {1});
            i2c.lock();
            i2c.writeTo(0x18, new byte[] {2});
            i2c.unlock();
            assertThat(port.calls).containsExactly("18 write 01", "18 write 02");
        });

        assertThat(port.calls).containsExactly("18 write 01", "18 write 02", "released");
    }

    @Test
    void aResultComesOutOfAnExclusiveBody() {
        String result = i2c.exclusively(() -> "reading");

        assertThat(result).isEqualTo("reading");
    }

    @Test
    void anExceptionInAnExclusiveBodyLetsTheBusGo() {
        assertThatThrownBy(() -> i2c.exclusively(() -> {
                    throw new UnsupportedOperationException("in the body");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> i2c.exclusively((Supplier<String>) () -> {
                    throw new UnsupportedOperationException("in the body");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(port.calls).containsExactly("released", "released");
    }

    @Test
    void aBusThatFailsToBeReleasedIsUnlockedAllTheSame() {
        I2CPort mock = mock(I2CPort.class);
        Mockito.doThrow(new BusException(Kind.NO_ACKNOWLEDGE, "the multiplexer is gone"))
                .when(mock)
                .released();
        I2C bus = new I2C(mock);

        assertThatThrownBy(() -> bus.writeTo(0x18, BUFFER)).hasMessage("the multiplexer is gone");
        assertThat(bus.tryLock()).isTrue();
        assertThatThrownBy(bus::unlock).hasMessage("the multiplexer is gone");
        assertThatThrownBy(bus::unlock).isInstanceOf(IllegalStateException.class);
        verify(mock, times(2)).released();
    }

    @Test
    void aChannelIsReleasedWhenItsOwnHoldEndsThoughTheWholeBusIsStillHeld() {
        I2CPort whole = mock(I2CPort.class, "whole");
        I2CPort channel = mock(I2CPort.class, "channel");
        I2C bus = new I2C(whole);
        I2C part = new I2C(channel, bus);

        bus.lock();
        part.exclusively(() -> part.writeTo(0x18, BUFFER));
        verify(channel).released();
        verify(whole, times(0)).released();
        bus.unlock();

        InOrder order = Mockito.inOrder(whole, channel);
        order.verify(channel).transfer(anyInt(), any(), anyInt(), anyInt(), any(), anyInt(), anyInt());
        order.verify(channel).released();
        order.verify(whole).released();
        order.verifyNoMoreInteractions();
    }

    @Test
    void aChannelIsReleasedAfterItselfAndNotBecauseOfCallsToTheWhole() {
        I2CPort whole = mock(I2CPort.class, "whole");
        I2CPort channel = mock(I2CPort.class, "channel");
        I2C bus = new I2C(whole);
        I2C part = new I2C(channel, bus);

        part.lock();
        bus.writeTo(0x70, BUFFER);
        verify(whole).released();
        verify(channel, times(0)).released();
        assertThatThrownBy(bus::unlock).isInstanceOf(IllegalStateException.class);
        part.unlock();
        verify(channel).released();
        assertThatThrownBy(part::unlock).isInstanceOf(IllegalStateException.class);
        verify(channel).released();
        verify(whole).released();
    }

    @Test
    void aCallWaitsForTheBusAtMostTenSeconds() {
        assertThat(i2c.bus.lock.timeout).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aTimeoutOfNothingIsRefused() {
        assertThatThrownBy(() -> i2c.lock(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("timeout", "PT0S");
        assertThatThrownBy(() -> i2c.lock(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void waitingIsLeftToThePort() {
        i2c.sleep(Duration.ofMillis(7));

        assertThat(port.slept).containsExactly(Duration.ofMillis(7));
    }

    @Test
    void aClosedBusRefusesEverythingAndSaysWhatToDo() {
        i2c.close();
        i2c.close();

        String[] words = {"I2C(/dev/i2c-1) is closed", "Board.i2c()", "new I2C(scl, sda)"};
        assertThat(i2c.isClosed()).isTrue();
        assertThatThrownBy(() -> i2c.writeTo(0x18, BUFFER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(words);
        assertThatThrownBy(i2c::scan).hasMessageContainingAll(words);
        assertThatThrownBy(i2c::tryLock).hasMessageContainingAll(words);
        assertThatThrownBy(i2c::lock).hasMessageContainingAll(words);
        assertThatThrownBy(() -> i2c.exclusively(() -> {})).hasMessageContainingAll(words);
        assertThat(port.calls).containsExactly("close");
    }

    @Test
    void aBusThatIsClosedWhileItIsHeldIsNotUsedAfterwards() {
        i2c.exclusively(i2c::close);

        assertThat(port.calls).containsExactly("released", "close");
    }

    @Test
    void theWholeOutlivesItsChannel() {
        I2CPort channel = mock(I2CPort.class);
        I2C part = new I2C(channel, i2c);
        port.device(0x18);

        part.close();

        verify(channel).name();
        verify(channel).close();
        verifyNoMoreInteractions(channel);
        assertThatCode(() -> i2c.writeTo(0x18, BUFFER)).doesNotThrowAnyException();
    }

    @Test
    void aBusIsOpenedByItsPinsAndFreedByItsClose() {
        FakeProvider provider = new FakeProvider();
        Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
        Pin scl = new Pin("SCL", hardware);
        Pin sda = new Pin("SDA", hardware);

        try (I2C bus = new I2C(scl, sda)) {
            assertThat(bus).hasToString("I2C(/dev/i2c-1)");
            assertThatThrownBy(() -> new I2C(scl, sda)).isInstanceOf(PinException.class);
        }
        new I2C(scl, sda, 400_000).close();
        new I2C(scl, sda, 400_000, 1000).close();

        assertThat(provider.opened)
                .containsExactly(
                        "I2C /dev/i2c-1 at 100000 Hz, 0 us",
                        "I2C /dev/i2c-1 at 400000 Hz, 0 us",
                        "I2C /dev/i2c-1 at 400000 Hz, 1000 us");
    }

    @Test
    void aFrequencyOrTimeoutThatMakesNoSenseIsRefused() {
        Hardware hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider());
        Pin scl = new Pin("SCL", hardware);
        Pin sda = new Pin("SDA", hardware);

        assertThatThrownBy(() -> new I2C(scl, sda, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("I2C", "frequency 0", "timeout 0");
        assertThatThrownBy(() -> new I2C(scl, sda, 100_000, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> new I2C(scl, sda)).doesNotThrowAnyException();
    }

    @Test
    void aBusIsOpenedByItsNumberOrDevice() {
        FakeProvider provider = new FakeProvider();
        Hardware before = CurrentBoard.use(Hardware.open(FakeProvider.BOARD, provider));
        try {
            new I2C(7).close();
            new I2C("/dev/i2c-22").close();
        } finally {
            CurrentBoard.use(before);
        }

        assertThat(provider.opened)
                .containsExactly("I2C /dev/i2c-7 at 100000 Hz, 0 us", "I2C /dev/i2c-22 at 100000 Hz, 0 us");
    }

    /** A multiplexer that cannot switch its channel off. */
    private static I2C failing() {
        return new I2C(new FakeI2C() {
            @Override
            public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
                throw new BusException(Kind.ARBITRATION_LOST, "first");
            }

            @Override
            public boolean probe(int address) {
                throw new BusException(Kind.ARBITRATION_LOST, "first");
            }

            @Override
            public void released() {
                throw new BusException(Kind.TIMEOUT, "second");
            }
        });
    }

    @Test
    void whatFailedFirstComesOutWhenGivingTheBusBackFailsToo() {
        I2C bus = failing();
        List<ThrowingCallable> calls = List.of(
                () -> bus.writeTo(0x18, BUFFER),
                () -> bus.readFromInto(0x18, new byte[1]),
                () -> bus.probe(0x18),
                () -> bus.exclusively(() -> bus.writeTo(0x18, BUFFER)),
                () -> bus.exclusively(() -> {
                    throw new BusException(Kind.ARBITRATION_LOST, "first");
                }),
                () -> {
                    BusHold hold = bus.lock();
                    try (hold) {
                        bus.writeTo(0x18, BUFFER);
                    }
                });
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .hasMessage("first")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .satisfies(also -> assertThat(also).hasMessage("second")));
            assertThat(bus.tryLock()).isTrue();
            assertThatThrownBy(bus::unlock).hasMessage("second");
        }
    }

    @Test
    void aFailureToGiveTheBusBackComesOutAlone() {
        I2C bus = failing();
        assertThatThrownBy(() -> bus.exclusively(() -> {})).hasMessage("second").hasNoSuppressedExceptions();
    }

    /** A bus where each address answers so; null for an acknowledge. */
    private static I2C answering(IntFunction<@Nullable Kind> answers) {
        return new I2C(new I2CPort() {
            @Override
            public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
                Kind kind = answers.apply(address);
                if (kind != null) {
                    throw new BusException(kind, "at 0x%02x".formatted(address));
                }
            }

            @Override
            public String name() {
                return "answering";
            }

            @Override
            public void close() {}
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NO_ACKNOWLEDGE", "BUSY"},
            mode = EnumSource.Mode.EXCLUDE)
    void aScanOfABusWithAFaultIsNoEmptyList(Kind fault) {
        assertThatThrownBy(() -> answering(address -> fault).scan())
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(fault))
                .hasMessage("at 0x08");
        assertThatThrownBy(() -> answering(address -> fault).probe(0x48)).isInstanceOf(BusException.class);
    }

    /** As a few controllers report an absent device; a wire that is held low would keep the others from answering. */
    @Test
    void aTimeoutOnABusThatWorksMeansThatNothingIsThere() {
        assertThat(answering(address -> address == 0x48 ? null : Kind.TIMEOUT).scan())
                .containsExactly(0x48);
        assertThat(answering(address -> address == 0x48 ? Kind.NO_ACKNOWLEDGE : Kind.TIMEOUT)
                        .scan())
                .isEmpty();
        assertThatThrownBy(() -> answering(address -> address == 0x48 ? Kind.ARBITRATION_LOST : Kind.NO_ACKNOWLEDGE)
                        .scan())
                .hasMessage("at 0x48");
    }

    /** The i.MX 6 in QEMU reports an absent device so. */
    @Test
    void aTimeoutIsNoFaultWhereADeviceThatHasAnsweredStillAnswers() {
        AtomicBoolean stuck = new AtomicBoolean();
        I2C i2c = answering(address -> address == 0x48 && !stuck.get() ? null : Kind.TIMEOUT);
        assertThatThrownBy(() -> i2c.probe(0x36)).hasMessage("at 0x36");

        i2c.writeTo(0x48, new byte[] {1});
        assertThat(i2c.probe(0x36)).isFalse();

        stuck.set(true);
        assertThatThrownBy(() -> i2c.probe(0x36)).hasMessage("at 0x36");
        assertThatThrownBy(() -> i2c.probe(0x48)).hasMessage("at 0x48");
    }

    /** Such as the channel of a multiplexer, which would stay switched on. */
    @Test
    void aBusThatIsClosedWhileItIsHeldIsReleasedFirst() {
        List<String> calls = new ArrayList<>();
        I2C i2c = new I2C(new I2CPort() {
            @Override
            public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
                calls.add("transfer");
            }

            @Override
            public void released() {
                calls.add("released");
            }

            @Override
            public String name() {
                return "channel 1";
            }

            @Override
            public void close() {
                calls.add("close");
            }
        });
        i2c.exclusively(() -> {
            i2c.writeTo(0x48, new byte[1]);
            i2c.close();
        });
        assertThat(calls).containsExactly("transfer", "released", "close");
    }
}
