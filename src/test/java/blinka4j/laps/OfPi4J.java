// SPDX-License-Identifier: MIT
package blinka4j.laps;

import static java.util.Objects.requireNonNull;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.i2c.I2C;
import org.jspecify.annotations.Nullable;

/** Pi4J by its own API, with whatever plugins are on the class path; compiled for 2.8, it runs on 4.0 too. */
final class OfPi4J implements Library {
    private final Context context = Pi4J.newAutoContext();
    private final int line;
    private @Nullable DigitalOutput output;
    private @Nullable DigitalInput input;
    private @Nullable I2C device;

    OfPi4J(int line) {
        this.line = line;
    }

    @Override
    public void output() {
        output = context.create(DigitalOutput.newConfigBuilder(context)
                .id("output")
                .address(line)
                .initial(DigitalState.LOW)
                .shutdown(DigitalState.LOW)
                .build());
    }

    @Override
    public void write(boolean high) {
        requireNonNull(output).state(high ? DigitalState.HIGH : DigitalState.LOW);
    }

    @Override
    public void input() {
        input = context.create(DigitalInput.newConfigBuilder(context)
                .id("input")
                .address(line)
                .pull(PullResistance.OFF)
                .debounce(0L)
                .build());
    }

    @Override
    public boolean read() {
        return requireNonNull(input).state() == DigitalState.HIGH;
    }

    @Override
    public void watch(Runnable listener) {
        requireNonNull(input).addListener(event -> listener.run());
    }

    @Override
    public void openI2c(int address) {
        device = context.create(I2C.newConfigBuilder(context)
                .id("device")
                .bus(0)
                .device(address)
                .build());
    }

    @Override
    public int register(int number) {
        return requireNonNull(device).readRegister(number);
    }

    @Override
    public void close() {
        context.shutdown();
    }
}
