// SPDX-License-Identifier: MIT
package blinka4j.busio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import blinka4j.fake.FakeClock;
import blinka4j.fake.FakeI2C;
import blinka4j.onewire.OneWireBus;
import blinka4j.provider.Clock;
import blinka4j.provider.I2CPort;
import blinka4j.provider.OneWirePort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BusClockTest {
    @Test
    void theTimeIsThatOfThePort() {
        I2CPort i2c = mock(I2CPort.class);
        SpiPort spi = mock(SpiPort.class);
        UartPort uart = mock(UartPort.class);
        OneWirePort oneWire = mock(OneWirePort.class);
        when(i2c.monotonicNanos()).thenReturn(1L);
        when(spi.monotonicNanos()).thenReturn(2L);
        when(uart.monotonicNanos()).thenReturn(3L);
        when(oneWire.monotonicNanos()).thenReturn(4L);

        assertThat(new BusClock(new I2C(i2c)).nanos()).isEqualTo(1);
        assertThat(new BusClock(new SPI(spi)).nanos()).isEqualTo(2);
        assertThat(new BusClock(new UART(uart, UartPort.Settings.DEFAULT)).nanos())
                .isEqualTo(3);
        assertThat(new OneWireBus(oneWire).clock().nanos()).isEqualTo(4);
    }

    @Test
    void thePartOfABusHasTheTimeOfTheWhole() throws InterruptedException {
        FakeClock clock = new FakeClock();
        I2C whole = new I2C(new FakeI2C() {
            @Override
            public Clock clock() {
                return clock;
            }
        });
        I2C part = new I2C(mock(I2CPort.class), whole);
        I2C partOfPart = new I2C(mock(I2CPort.class), part);
        clock.sleep(7);

        assertThat(new BusClock(partOfPart).nanos()).isEqualTo(7);
    }

    /** So that a test with a mock does not depend on how fast the machine is. */
    @Test
    void timeStandsOnAMock() {
        I2C i2c = new I2C(mock(I2CPort.class));
        i2c.sleep(Duration.ofDays(1));

        assertThat(new BusClock(i2c).nanos()).isZero();
        assertThat(new BusClock(mock(I2C.class)).nanos()).isZero();
        assertThat(new BusClock(mock(SPI.class)).nanos()).isZero();
        assertThat(new BusClock(mock(UART.class)).nanos()).isZero();
    }
}
