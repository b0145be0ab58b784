// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.provider.BoardDefinition.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of resource, in the words of error messages. */
public enum Kind {
    I2C("I2C", "I2C bus", "the bus", " A bus can also be opened by its number.", "(scl=%s, sda=%s)"),
    SPI("SPI", "SPI bus", "the bus", "", "(clock=%s, MOSI=%s, MISO=%s)"),
    UART("UART", "UART", "the port", " A port can also be opened by its device file.", "(tx=%s, rx=%s)"),
    PWM("PWMOut", "PWM", "", "", "%s"),
    ANALOG(
            "AnalogIn",
            "analog input",
            "",
            " Connect a converter to I2C or SPI, such as an ADS1115 or an MCP3008, and pass the AnalogIn of its driver to new AnalogIn(...).",
            "%s"),
    ANALOG_OUT("AnalogOut", "analog output", "", "", "%s"),
    ENCODER("IncrementalEncoder", "counter of an encoder", "the counter", "", "(%s, %s)");

    private final String front;
    final String noun;
    private final String unit;
    final String otherWay;
    private final String pins;

    /**
     * @param front the class that programs open
     * @param noun the name of the resource
     * @param unit the name of the device, which is taken with the pins; empty if the pin stands for it
     * @param otherWay another way to open one, for the error about wrong pins
     * @param pins the format of the pins that a program asked for
     */
    Kind(String front, String noun, String unit, String otherWay, String pins) {
        this.front = front;
        this.noun = noun;
        this.unit = unit;
        this.otherWay = otherWay;
        this.pins = pins;
    }

    /** True if one pin alone names the resource. */
    boolean hasOnePin() {
        return pins.equals("%s");
    }

    /** Formats the pins that a program asked for: {@code (scl=D3, sda=D2)}, or {@code D18}. */
    String pins(List<@Nullable String> asked) {
        return pins.formatted(asked.toArray());
    }

    /** Names the object that takes a resource: {@code I2C(scl=SCL, sda=SDA) /dev/i2c-1}, {@code PWMOut(D18)}. */
    String holder(Resource resource, List<@Nullable String> asked) {
        String text = hasOnePin() ? String.valueOf(asked.get(0)) : resource.toString();
        return front + (text.startsWith("(") ? text : "(" + text + ")");
    }

    /** Names the device that is taken with the pins. */
    String unit(List<@Nullable String> asked) {
        return unit.isEmpty() ? String.valueOf(asked.get(0)) : unit;
    }
}
