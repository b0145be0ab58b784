// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.drivers.bme280.BME280;
import blinka4j.drivers.bme280.BME280.IIRFilter;
import blinka4j.drivers.bme280.BME280.Mode;
import blinka4j.drivers.bme280.BME280.Overscan;
import blinka4j.drivers.bme280.BME280.StandbyPeriod;
import blinka4j.drivers.ds1307.DS1307;
import blinka4j.drivers.eeprom24lc32.EEPROM_I2C;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.MagGain;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.MagRate;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.Magnetic;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.drivers.mcp9808.MCP9808.Resolution;
import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.drivers.pct2075.PCT2075.FaultCount;
import blinka4j.drivers.sht4x.SHT4x;
import blinka4j.drivers.tca9548a.PCA9546A;
import blinka4j.drivers.tca9548a.TCA9548A;
import blinka4j.register.Registers;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimAHTx0;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimDS1307;
import blinka4j.sim.chips.SimLSM303DLHMag;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.sim.chips.SimSHT4x;
import blinka4j.sim.chips.SimTCA9548A;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A rig for each driver. */
final class Rigs {
    private Rigs() {}

    static List<Rig> all(Random random) {
        SimBME280 spiChip = new SimBME280();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimBME280 i2cChip = new SimBME280();
        Rig.Parts parts = Rig.Parts.of(random).attach(0x77, i2cChip);
        return List.of(
                new OfBME280(
                        "BME280",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        () -> new BME280(parts.i2c())),
                new OfBME280(
                        "BME280 (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        () -> new BME280(new Registers(new SPIDevice(spiBus)))),
                new OfMCP9808(random, Rig.Parts.of(random)),
                new OfPCT2075(random, Rig.Parts.of(random)),
                new OfSHT4x(random, Rig.Parts.of(random)),
                new OfAHTx0(SimAHTx0.Model.AHT10, random, Rig.Parts.of(random)),
                new OfAHTx0(SimAHTx0.Model.AHT20, random, Rig.Parts.of(random)),
                new OfDS1307(random, Rig.Parts.of(random)),
                new OfEEPROM(random, Rig.Parts.of(random)),
                new OfLSM303(random, Rig.Parts.of(random)),
                new OfMultiplexer("TCA9548A", 8, i2c -> new TCA9548A(i2c)::get, random, Rig.Parts.of(random)),
                new OfMultiplexer("PCA9546A", 4, i2c -> new PCA9546A(i2c)::get, random, Rig.Parts.of(random)));
    }

    private static final class OfBME280 extends Rig {
        private final SimBME280 chip;
        private BME280 sensor;

        OfBME280(String name, Random random, Faults faults, SimClock clock, SimBME280 chip, Supplier<BME280> create) {
            super(name, random, faults, clock, false);
            this.chip = chip;
            sensor = create.get();
            readings().forEach(this::add);
            // The commonest.
            add(this::measures);
            add(this::measures);
            addChange(() -> sensor = create.get(), () -> register(0xF4) >> 2 == 0x0D);
            add(() -> {
                Mode mode = one(Mode.values());
                sensor.mode(mode);
                return mode == Mode.MODE_FORCE || (register(0xF4) & 3) == (mode == Mode.MODE_NORMAL ? 3 : 0);
            });
            add(() -> {
                Overscan overscan = one(Overscan.values());
                sensor.overscanTemperature(overscan);
                return register(0xF4) >> 5 == overscan.ordinal();
            });
            add(() -> {
                Overscan overscan = one(Overscan.values());
                sensor.overscanPressure(overscan);
                return (register(0xF4) >> 2 & 7) == overscan.ordinal();
            });
            add(() -> {
                Overscan overscan = one(Overscan.values());
                sensor.overscanHumidity(overscan);
                return (register(0xF2) & 7) == overscan.ordinal();
            });
            add(() -> {
                IIRFilter filter = one(IIRFilter.values());
                sensor.iirFilter(filter);
                return (register(0xF5) >> 2 & 7) == filter.ordinal();
            });
            add(() -> {
                StandbyPeriod period = one(StandbyPeriod.values());
                sensor.standbyPeriod(period);
                return sensor.standbyPeriod() == period;
            });
        }

        private int register(int address) {
            return chip.registers().register(address);
        }

        @Override
        void change() {
            chip.temperature(uniform(-40, 85)).pressure(uniform(300, 1100)).humidity(uniform(0, 100));
            if (random.nextInt(20) == 0) {
                // Its supply fails for a moment.
                chip.registers().register(0xF2, 0, 0, 0, 0, 0, 0x80, 0, 0, 0x80, 0, 0, 0x80, 0);
            }
            clock.advance(Duration.ofSeconds(2));
        }

        private boolean on(int field) {
            return (field & 7) != 0;
        }

        private boolean isTemperature(double celsius) {
            return near(celsius, on(register(0xF4) >> 5) ? chip.temperature() : Double.NaN, 0.02, -60, 105);
        }

        private boolean isPressure(double hectopascals) {
            boolean expected = on(register(0xF4) >> 5) && on(register(0xF4) >> 2);
            return near(hectopascals, expected ? chip.pressure() : Double.NaN, 0.2, 100, 1300);
        }

        private boolean isHumidity(double percent) {
            boolean expected = on(register(0xF4) >> 5) && on(register(0xF2));
            return near(percent, expected ? chip.humidity() : Double.NaN, 0.1, 0, 100);
        }

        private boolean measures() {
            BME280.Measurements measured = sensor.measurements();
            return isTemperature(measured.temperature())
                    & isPressure(measured.pressure())
                    & isHumidity(measured.humidity());
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    this::measures,
                    () -> isTemperature(sensor.temperature()),
                    () -> isPressure(sensor.pressure()),
                    () -> isHumidity(sensor.relativeHumidity()),
                    () -> {
                        double metres = sensor.altitude();
                        boolean expected = on(register(0xF4) >> 5) && on(register(0xF4) >> 2);
                        double right = 44330 * (1 - Math.pow(chip.pressure() / 1013.25, 0.1903));
                        return near(metres, expected ? right : Double.NaN, 5, -2500, 16_500);
                    },
                    () -> sensor.overscanTemperature().ordinal() == Math.min(5, register(0xF4) >> 5),
                    () -> sensor.overscanPressure().ordinal() == Math.min(5, register(0xF4) >> 2 & 7),
                    () -> sensor.overscanHumidity().ordinal() == Math.min(5, register(0xF2) & 7),
                    () -> sensor.iirFilter().ordinal() == Math.min(4, register(0xF5) >> 2 & 7),
                    () -> (sensor.mode() == Mode.MODE_NORMAL) == ((register(0xF4) & 3) == 3),
                    () -> sensor.measurementTimeTypical() <= sensor.measurementTimeMax());
        }
    }

    private static final class OfMCP9808 extends Rig {
        private final SimMCP9808 chip = new SimMCP9808();
        private MCP9808 sensor;

        OfMCP9808(Random random, Parts parts) {
            super("MCP9808", random, parts, false);
            parts.attach(0x18, chip);
            sensor = new MCP9808(parts.i2c());
            readings().forEach(this::add);
            addChange(() -> sensor = new MCP9808(parts.i2c()), () -> true);
            add(() -> {
                double limit = uniform(-60, 130);
                sensor.upperTemperature(limit);
                return limit(0x02) == Math.round(limit * 4) / 4.0;
            });
            add(() -> {
                double limit = uniform(-60, 130);
                sensor.lowerTemperature(limit);
                return limit(0x03) == Math.round(limit * 4) / 4.0;
            });
            add(() -> {
                double limit = uniform(-60, 130);
                sensor.criticalTemperature(limit);
                return limit(0x04) == Math.round(limit * 4) / 4.0;
            });
            add(() -> {
                Resolution resolution = one(Resolution.values());
                sensor.resolution(resolution);
                return chip.registers().bytes(0x08)[0] == resolution.ordinal();
            });
        }

        private double limit(int register) {
            return (chip.registers().word(register) << 19 >> 19) / 16.0;
        }

        @Override
        void change() {
            chip.temperature(uniform(-40, 125));
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    () -> near(sensor.temperature(), chip.temperature(), 0.55, -256, 256),
                    () -> near(sensor.upperTemperature(), limit(0x02), 0, -256, 256),
                    () -> near(sensor.lowerTemperature(), limit(0x03), 0, -256, 256),
                    () -> near(sensor.criticalTemperature(), limit(0x04), 0, -256, 256),
                    () -> sensor.aboveUpper() == ((chip.registers().word(0x05) & 0x4000) != 0),
                    () -> sensor.belowLower() == ((chip.registers().word(0x05) & 0x2000) != 0),
                    () -> sensor.aboveCritical() == ((chip.registers().word(0x05) & 0x8000) != 0),
                    () -> sensor.resolution().ordinal() == chip.registers().bytes(0x08)[0]);
        }
    }

    private static final class OfPCT2075 extends Rig {
        private final SimPCT2075 chip = new SimPCT2075();
        private PCT2075 sensor;

        OfPCT2075(Random random, Parts parts) {
            super("PCT2075", random, parts, false);
            parts.attach(0x37, chip);
            sensor = new PCT2075(parts.i2c());
            readings().forEach(this::add);
            addChange(() -> sensor = new PCT2075(parts.i2c()), () -> true);
            add(() -> {
                PCT2075.Mode mode = one(PCT2075.Mode.values());
                sensor.mode(mode);
                return (bits() & 2) != 0 == (mode == PCT2075.Mode.INTERRUPT);
            });
            add(() -> {
                boolean shutdown = random.nextBoolean();
                sensor.shutdown(shutdown);
                return (bits() & 1) != 0 == shutdown;
            });
            add(() -> {
                boolean high = random.nextBoolean();
                sensor.highTempActiveHigh(high);
                return (bits() & 4) != 0 == high;
            });
            add(() -> {
                FaultCount count = one(FaultCount.values());
                sensor.faultsToAlert(count);
                return (bits() >> 3 & 3) == count.ordinal();
            });
            add(() -> {
                int millis = 100 * (1 + random.nextInt(31));
                sensor.delayBetweenMeasurements(millis);
                return (chip.registers().bytes(0x04)[0] & 31) == millis / 100;
            });
            add(() -> {
                double celsius = uniform(70, 127);
                sensor.highTemperatureThreshold(celsius);
                return limit(0x03) == Math.round(celsius * 2) / 2.0;
            });
            add(() -> {
                double celsius = uniform(-55, 69);
                sensor.temperatureHysteresis(celsius);
                return limit(0x02) == Math.round(celsius * 2) / 2.0;
            });
        }

        private int bits() {
            return chip.registers().bytes(0x01)[0];
        }

        private double limit(int register) {
            return ((short) chip.registers().word(register) >> 7) / 2.0;
        }

        /** Asleep, the chip has its last temperature: that of its register. */
        @Override
        void change() {
            chip.temperature(uniform(-55, 125));
        }

        private double expected() {
            return (bits() & 1) == 0
                    ? chip.temperature()
                    : ((short) chip.registers().word(0x00) >> 5) / 8.0;
        }

        @Override
        boolean isDocumented(IllegalArgumentException e) {
            return e.getMessage().contains("less than highTemperatureThreshold");
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    () -> near(sensor.temperature(), expected(), 0.07, -128, 127.875),
                    () -> near(sensor.highTemperatureThreshold(), limit(0x03), 0, -128, 127.5),
                    () -> near(sensor.temperatureHysteresis(), limit(0x02), 0, -128, 127.5),
                    () -> (sensor.mode() == PCT2075.Mode.INTERRUPT) == ((bits() & 2) != 0),
                    () -> sensor.shutdown() == ((bits() & 1) != 0),
                    () -> sensor.highTempActiveHigh() == ((bits() & 4) != 0),
                    () -> sensor.faultsToAlert().ordinal() == (bits() >> 3 & 3),
                    () -> near(
                            sensor.delayBetweenMeasurements(),
                            100 * Math.max(1, chip.registers().bytes(0x04)[0] & 31),
                            0,
                            100,
                            3100));
        }
    }

    private static final class OfSHT4x extends Rig {
        private final SimSHT4x chip = new SimSHT4x();
        private SHT4x sensor;

        OfSHT4x(Random random, Parts parts) {
            super("SHT4x", random, parts, true);
            parts.attach(0x44, chip);
            sensor = new SHT4x(parts.i2c());
            readings().forEach(this::add);
            addChange(() -> sensor = new SHT4x(parts.i2c()), () -> true);
            addChange(() -> sensor.reset(), () -> true);
            add(() -> {
                SHT4x.Mode mode = one(SHT4x.Mode.values());
                sensor.mode(mode);
                return sensor.mode() == mode;
            });
        }

        @Override
        void change() {
            chip.temperature(uniform(-40, 125)).humidity(uniform(0, 100));
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    () -> {
                        SHT4x.Measurements measured = sensor.measurements();
                        return near(measured.temperature(), chip.temperature(), 0.003, -40, 125)
                                & near(measured.relativeHumidity(), chip.humidity(), 0.002, 0, 100);
                    },
                    () -> near(sensor.temperature(), chip.temperature(), 0.003, -40, 125),
                    () -> near(sensor.relativeHumidity(), chip.humidity(), 0.002, 0, 100),
                    () -> sensor.serialNumber() == chip.serialNumber());
        }
    }

    private static final class OfAHTx0 extends Rig {
        private final SimAHTx0 chip;
        private AHTx0 sensor;

        /** The checksum of an AHT20 is right once in 256 times if its reply is cut off, and does not cover the status. */
        OfAHTx0(SimAHTx0.Model model, Random random, Parts parts) {
            super(model.name(), random, parts, false);
            chip = new SimAHTx0(model);
            parts.attach(0x38, chip);
            sensor = new AHTx0(parts.i2c());
            readings().forEach(this::add);
            addChange(() -> sensor = new AHTx0(parts.i2c()), () -> true);
            addChange(() -> sensor.reset(), () -> true);
            addChange(
                    () -> {
                        if (!sensor.calibrate()) {
                            throw new DeviceNotFoundException("not calibrated");
                        }
                    },
                    () -> true);
        }

        /** A command that has failed may keep the chip busy. */
        @Override
        void change() {
            chip.temperature(uniform(-40, 85)).humidity(uniform(0, 100));
            clock.advance(Duration.ofMillis(80));
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    () -> {
                        AHTx0.Measurements measured = sensor.measurements();
                        return near(measured.temperature(), chip.temperature(), 0.0002, -50, 150)
                                & near(measured.relativeHumidity(), chip.humidity(), 0.0001, 0, 100);
                    },
                    () -> near(sensor.temperature(), chip.temperature(), 0.0002, -50, 150),
                    () -> near(sensor.relativeHumidity(), chip.humidity(), 0.0001, 0, 100),
                    () -> sensor.status() == 0x18);
        }
    }

    private static final class OfDS1307 extends Rig {
        private final SimDS1307 chip = new SimDS1307();
        private DS1307 rtc;
        private boolean setting;

        OfDS1307(Random random, Parts parts) {
            super("DS1307", random, parts, false);
            parts.attach(0x68, chip);
            rtc = new DS1307(parts.i2c());
            chip.dateTime(date());
            readings().forEach(this::add);
            add(() -> {
                LocalDateTime before = chip.dateTime();
                if (random.nextInt(4) == 0) {
                    twelveHours();
                }
                rtc = new DS1307(parts.i2c());
                return isNow(chip.dateTime(), before);
            });
            add(() -> {
                LocalDateTime date = date();
                setting = true;
                rtc.datetime(date);
                setting = false;
                return isNow(chip.dateTime(), date) && !chip.isHalted();
            });
            add(() -> {
                LocalDateTime before = chip.dateTime();
                boolean halted = random.nextBoolean();
                rtc.disableOscillator(halted);
                if (!isNow(chip.dateTime(), before)) {
                    throw new AssertionError("%s became %s".formatted(before, chip.dateTime()));
                }
                return chip.isHalted() == halted;
            });
        }

        /** Another program has set the clock to count so, and the hour was kept. */
        private void twelveHours() {
            int hour = chip.dateTime().getHour();
            int ofTwelve = hour % 12 == 0 ? 12 : hour % 12;
            chip.registers().register(0x02, 0x40 | (hour >= 12 ? 0x20 : 0) | ofTwelve / 10 << 4 | ofTwelve % 10);
        }

        private LocalDateTime date() {
            return LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds((long) uniform(0, 3.15e9));
        }

        private static boolean isNow(LocalDateTime actual, LocalDateTime expected) {
            return Math.abs(Duration.between(actual, expected).toSeconds()) <= 1;
        }

        @Override
        void change() {
            clock.advance(Duration.ofMillis(random.nextInt(90_000)));
            if (chip.dateTime().getYear() > 2099) {
                chip.dateTime(date());
            }
        }

        /** What arrived in part may be no date. */
        @Override
        void failed() {
            if (setting) {
                setting = false;
                chip.dateTime(date());
            }
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    () -> isNow(rtc.datetime(), chip.dateTime()),
                    () -> rtc.weekday().getValue() == (chip.registers().register(0x03) & 7),
                    () -> rtc.disableOscillator() == chip.isHalted());
        }
    }

    private static final class OfEEPROM extends Rig {
        private final Sim24LC32 chip = new Sim24LC32();
        private EEPROM_I2C memory;

        OfEEPROM(Random random, Parts parts) {
            super("24LC32", random, parts, false);
            parts.attach(0x50, chip);
            memory = new EEPROM_I2C(parts.i2c());
            readings().forEach(this::add);
            addChange(
                    () -> {
                        // A new driver knows nothing of a write that the old one began.
                        clock.advance(Duration.ofMillis(5));
                        memory = new EEPROM_I2C(parts.i2c());
                    },
                    () -> true);
            add(() -> {
                byte[] values = new byte[random.nextInt(100)];
                random.nextBytes(values);
                int address = random.nextInt(4096 - values.length);
                memory.set(address, values);
                return Arrays.equals(
                        chip.bytes(address, address + values.length + 1), 0, values.length, values, 0, values.length);
            });
            add(() -> {
                int address = random.nextInt(4096);
                int value = random.nextInt(256);
                memory.set(address, value);
                return (chip.bytes(address, address + 1)[0] & 0xff) == value;
            });
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    () -> {
                        int from = random.nextInt(4000);
                        int to = from + 1 + random.nextInt(96);
                        return Arrays.equals(memory.get(from, to), chip.bytes(from, to));
                    },
                    () -> {
                        int address = random.nextInt(4096);
                        return memory.get(address) == (chip.bytes(address, address + 1)[0] & 0xff);
                    });
        }
    }

    private static final class OfLSM303 extends Rig {
        private static final int[] XY = {0, 1100, 855, 670, 450, 400, 330, 230};
        private static final int[] Z = {0, 980, 760, 600, 400, 355, 295, 205};

        private final SimLSM303DLHMag chip = new SimLSM303DLHMag();
        private LSM303DLH_Mag sensor;
        private double x;
        private double y;
        private double z;

        OfLSM303(Random random, Parts parts) {
            super("LSM303DLH_Mag", random, parts, false);
            parts.attach(0x1E, chip);
            sensor = new LSM303DLH_Mag(parts.i2c());
            readings().forEach(this::add);
            add(this::measures);
            addChange(() -> sensor = new LSM303DLH_Mag(parts.i2c()), () -> register(1) == 0x20);
            add(() -> {
                MagGain gain = one(MagGain.values());
                sensor.magGain(gain);
                return register(1) >> 5 == gain.ordinal() + 1;
            });
            add(() -> {
                MagRate rate = one(MagRate.values());
                sensor.magRate(rate);
                return (register(0) >> 2 & 7) == rate.ordinal();
            });
        }

        private int register(int address) {
            return chip.registers().register(address);
        }

        @Override
        void change() {
            x = uniform(-200, 200);
            y = uniform(-200, 200);
            z = uniform(-200, 200);
            chip.magnetic(x, y, z);
        }

        private boolean measures() {
            Magnetic field = sensor.magnetic();
            return is(field.x(), x, XY) & is(field.y(), y, XY) & is(field.z(), z, Z);
        }

        private boolean is(double actual, double microtesla, int[] scale) {
            int perGauss = scale[register(1) >> 5];
            boolean beyond = Math.abs(Math.round(microtesla / 100 * perGauss)) > 2047;
            // -4096 is one wrong bit away from 0 and others: so it may be NaN.
            return Double.isNaN(actual) && !beyond
                    ? false
                    : near(actual, beyond ? Double.NaN : microtesla, 50.01 / perGauss, -1000, 1000);
        }

        @Override
        List<Operation> readings() {
            return List.of(
                    this::measures,
                    () -> sensor.magGain().ordinal() + 1 == register(1) >> 5,
                    () -> sensor.magRate().ordinal() == (register(0) >> 2 & 7));
        }
    }

    /** A thermometer on each channel, all at one address. */
    private static final class OfMultiplexer extends Rig {
        private final SimMCP9808[] chips;
        private MCP9808[] sensors;
        private IntFunction<I2C> multiplexer;

        OfMultiplexer(String name, int channels, Function<I2C, IntFunction<I2C>> create, Random random, Parts parts) {
            super(name, random, parts, false);
            SimTCA9548A chip = new SimTCA9548A(parts.bus().clock(), channels);
            parts.attach(0x70, chip);
            chips = new SimMCP9808[channels];
            for (int i = 0; i < channels; i++) {
                chips[i] = new SimMCP9808();
                chip.channel(i).attach(0x18, chips[i]);
            }
            multiplexer = create.apply(parts.i2c());
            sensors = sensors(multiplexer);
            readings().forEach(this::add);
            add(() -> {
                IntFunction<I2C> anew = create.apply(parts.i2c());
                sensors = sensors(anew);
                multiplexer = anew;
                return chip.control() == 0;
            });
            add(() -> {
                int channel = random.nextInt(channels);
                double limit = uniform(-60, 130);
                sensors[channel].upperTemperature(limit);
                return chips[channel].registers().word(0x02) << 19 >> 19 == Math.round(limit * 4) * 4
                        && chip.control() == 0;
            });
            add(() -> {
                int one = random.nextInt(channels);
                int other = random.nextInt(channels);
                return multiplexer.apply(one).exclusively(() -> is(one) & is(other) & is(one));
            });
        }

        private MCP9808[] sensors(IntFunction<I2C> channels) {
            return IntStream.range(0, chips.length)
                    .mapToObj(i -> new MCP9808(channels.apply(i)))
                    .toArray(MCP9808[]::new);
        }

        private boolean is(int channel) {
            return near(sensors[channel].temperature(), chips[channel].temperature(), 0.05, -256, 256);
        }

        @Override
        void change() {
            for (SimMCP9808 chip : chips) {
                chip.temperature(uniform(-40, 125));
            }
        }

        @Override
        List<Operation> readings() {
            List<Operation> readings = new ArrayList<>();
            for (int i = 0; i < chips.length; i++) {
                int channel = i;
                readings.add(() -> is(channel));
            }
            return readings;
        }
    }
}
