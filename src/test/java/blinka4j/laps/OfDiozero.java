// SPDX-License-Identifier: MIT
package blinka4j.laps;

import static java.util.Objects.requireNonNull;

import com.diozero.api.DigitalInputDevice;
import com.diozero.api.DigitalOutputDevice;
import com.diozero.api.GpioEventTrigger;
import com.diozero.api.GpioPullUpDown;
import com.diozero.api.I2CDevice;
import com.diozero.api.PinInfo;
import com.diozero.sbc.DeviceFactoryHelper;
import com.diozero.util.Diozero;
import org.jspecify.annotations.Nullable;

/** diozero by its own API, with its own choice of how to reach the hardware. */
final class OfDiozero implements Library {
    private final PinInfo pin;
    private @Nullable DigitalOutputDevice output;
    private @Nullable DigitalInputDevice input;
    private @Nullable I2CDevice device;

    OfDiozero(int chip, int line) {
        // diozero knows the pins of its boards; on others it must be told.
        pin = DeviceFactoryHelper.getNativeDeviceFactory()
                .getBoardPinInfo()
                .getByGpioNumber(line)
                .filter(known -> known.getChip() == chip)
                .orElseGet(() -> new PinInfo(
                        "GPIO", "lab", line, line, "GPIO" + line, PinInfo.DIGITAL_IN_OUT, line, chip, line));
    }

    @Override
    public void output() {
        output = DigitalOutputDevice.Builder.builder(pin).build();
    }

    @Override
    public void write(boolean high) {
        requireNonNull(output).setValue(high);
    }

    @Override
    public void input() {
        input = DigitalInputDevice.Builder.builder(pin)
                .setPullUpDown(GpioPullUpDown.NONE)
                .setTrigger(GpioEventTrigger.BOTH)
                .build();
    }

    @Override
    public boolean read() {
        return requireNonNull(input).getValue();
    }

    @Override
    public void watch(Runnable listener) {
        requireNonNull(input).addListener(event -> listener.run());
    }

    @Override
    public void openI2c(int address) {
        device = I2CDevice.builder(address).setController(0).build();
    }

    @Override
    public int register(int number) {
        return requireNonNull(device).readByteData(number) & 0xFF;
    }

    @Override
    public void close() {
        if (output != null) {
            output.close();
        }
        if (input != null) {
            input.close();
        }
        if (device != null) {
            device.close();
        }
        Diozero.shutdown();
    }
}
