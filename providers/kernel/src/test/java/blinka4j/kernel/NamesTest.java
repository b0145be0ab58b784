// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpiochip0", "gpiochip10"})
    void numbered(String name) {
        assertThat(Names.isNumbered(name, "gpiochip")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpiochip", "gpiochip1a", "gpiochip-1", "agpiochip1", "gpiochip\u0661", ""})
    void notNumbered(String name) {
        assertThat(Names.isNumbered(name, "gpiochip")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spidev0.0", "spidev10.12"})
    void spi(String name) {
        assertThat(Names.isSpi(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spidev", "spidev0", "spidev.0", "spidev0.", "spidev0.a", "spidev0.0.0", "spi0.0"})
    void notSpi(String name) {
        assertThat(Names.isSpi(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttyS0", "ttyAMA0", "ttymxc2", "ttyUSB10", "ttyGS0", "rfcomm0"})
    void serialPort(String name) {
        assertThat(Names.isSerialPort(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tty", "tty_", "tty0", "tty63", "ttyS-0", "rfcomm", "rfcommx", "console", "pts"})
    void notASerialPort(String name) {
        assertThat(Names.isSerialPort(name)).isFalse();
    }

    @Test
    void numbersAreInTheirOrder() {
        List<String> names = new ArrayList<>(List.of("gpiochip10", "gpiochip2", "gpiochip1"));
        names.sort(Names.BY_NUMBER);
        assertThat(names).containsExactly("gpiochip1", "gpiochip2", "gpiochip10");
    }
}
