// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.drivers.ds18x20.DS18X20;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.provider.Clock;
import blinka4j.provider.OneWirePort;
import blinka4j.sim.SimOneWireBus;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultyI2C;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A DS18B20, beside another one. */
final class DS18X20Rig extends FaultRig {
    private final SimDS18B20 chip = new SimDS18B20(0x070E41AC);
    private final DS18X20 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new DS18X20Rig(random, new Faults(random), new SimOneWireBus()));
    }

    private DS18X20Rig(Random random, Faults faults, SimOneWireBus bus) {
        super("DS18X20", random, faults, bus.clock(), true);
        bus.attach(chip).attach(new SimDS18B20(1));
        faults.onPowerLoss(() -> chip.attached(bus));
        sensor = new DS18X20(new OneWireBus(new Faulty(bus, faults)), new OneWireAddress(chip.rom()));
        readings().forEach(this::add);
        add(() -> {
            int bits = 9 + random.nextInt(4);
            sensor.resolution(bits);
            return bits == bits();
        });
    }

    private int bits() {
        return 9 + (chip.scratchpad()[4] >> 5);
    }

    @Override
    public void change() {
        chip.temperature(uniform(-55, 125));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(
                        sensor.temperature(),
                        chip.quantity("temperature").value(),
                        1.01 / (1 << (bits() - 8)),
                        -55,
                        125),
                () -> sensor.resolution() == bits());
    }

    /** A 1-Wire bus has no acknowledge: if a device does not hear, ones are read. */
    private record Faulty(OneWirePort port, Faults faults) implements OneWirePort {
        @Override
        public boolean transfer(
                boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            FaultyI2C.Fault fault = faults.next(inStart < inEnd);
            if (fault == FaultyI2C.Fault.BUSY) {
                throw failed(Kind.BUSY);
            }
            if (fault == FaultyI2C.Fault.NO_ACKNOWLEDGE || fault == FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER) {
                Arrays.fill(in, inStart, inEnd, (byte) 0xFF);
                return !reset;
            }
            byte[] before = in.clone();
            boolean present = port.transfer(reset, out, outStart, outEnd, in, inStart, inEnd);
            if (fault == FaultyI2C.Fault.TIMEOUT_AFTERWARDS) {
                throw failed(Kind.TIMEOUT);
            }
            if (fault != null && inStart < inEnd) {
                faults.corrupt(fault, in, before, inStart, inEnd);
            }
            return present;
        }

        private static BusException failed(Kind kind) {
            return new BusException(kind, "failed as injected: " + kind);
        }

        @Override
        public List<byte[]> search() {
            return port.search();
        }

        @Override
        public Clock clock() {
            return port.clock();
        }

        @Override
        public String name() {
            return port.name();
        }

        @Override
        public void close() {
            port.close();
        }
    }
}
