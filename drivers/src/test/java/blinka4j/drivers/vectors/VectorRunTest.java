// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.drivers.bme280.BME280;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A vector that is right passes, and one that is wrong or cannot be run fails. The driver is {@link blinka4j.drivers.vectors.example.Example}. */
class VectorRunTest {
    private static final String DEVICE = """
            {"type": "registers8", "registers": {"0x00": [1, 2, 3, 200], "0x0F": [90]}}""";

    private final JsonObject vector = JsonParser.parseString("{\"id\": \"example-1\", \"driver\": \"example\"}")
            .getAsJsonObject();

    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }

    private VectorRunTest with(String name, String json) {
        vector.add(name, json(json));
        return this;
    }

    private VectorRunTest overI2C(String construct) {
        vector.addProperty("construct", construct);
        return with("bus", "{\"kind\": \"i2c\", \"address\": \"0x40\"}").with("device", DEVICE);
    }

    private VectorRunTest expects(String python, String value) {
        JsonObject expectation = new JsonObject();
        expectation.addProperty("python", python);
        expectation.add("value", json(value));
        expectation.addProperty("tolerance", 0.001);
        return expect(expectation);
    }

    private VectorRunTest raises(String python, String exception) {
        JsonObject expectation = new JsonObject();
        expectation.addProperty("python", python);
        expectation.addProperty("raises", exception);
        return expect(expectation);
    }

    private VectorRunTest expect(JsonObject expectation) {
        JsonArray all = Json.array(vector, "expect");
        all.add(expectation);
        vector.add("expect", all);
        return this;
    }

    private void passes() throws Exception {
        VectorRun.check(vector, Names.of("vectors.example"), List.of(vector));
    }

    private void fails(String message) {
        assertThatThrownBy(this::passes).isInstanceOf(AssertionError.class).hasMessageContaining(message);
    }

    private void cannotRun(String message) {
        assertThatThrownBy(this::passes).isInstanceOf(CannotRun.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    example[1]                       | 2
                    [0x02]                           | 3
                    example[0:3]                     | [1, 2, 3]
                    example[:2]                      | [1, 2]
                    len                              | 16
                    len(example)                     | 16
                    AnalogIn(example, 3).value       | 200
                    AnalogIn(example, P3).value      | 200
                    AnalogIn(example, example.P3).value | 200
                    mode                             | 0
                    mode                             | "OFF"
                    gain                             | 1
                    offset                           | [0, 0, 0]
                    channels[1].value                | false
                    offset["y"]                      | 0
                    nothing                          | null
                    mode                             | false
                    set_range(low=1, high=3)         | 2
                    set_range(1, high=2.5)           | 1.5
                    set_range(1, high=5/2)           | 1.5
                    """)
    void aValue(String python, String value) throws Exception {
        overI2C("Example(i2c)").expects(python, value).passes();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mode = Mode.ON                                    | mode                        | 1
                    mode = adafruit_example.Mode.ON                   | mode                        | "ON"
                    mode = MODE_ON                                    | mode                        | 1
                    mode = 1                                          | mode                        | 1
                    mode = True                                       | mode                        | true
                    channels[1].value = 1                             | channels[1].value           | true
                    sequence[1] = 47                                  | sequence[1]                 | 47
                    example[1:4] = b"\\x00aZ"                          | [1:4]                       | [0, 97, 90]
                    example[1:3] = bytes([5, 6])                      | [1:3]                       | [5, 6]
                    gain = 16                                         | gain                        | 16
                    example.gain = 16                                 | gain                        | "GAIN_16"
                    offset = (1, -2.5, 0x10)                          | offset                      | [1, -2.5, 16]
                    datetime = time.struct_time((2024, 2, 29, 23, 59, 58, 3, -1, -1)) | datetime (y,m,d,h,m,s) | [2024, 2, 29, 23, 59, 58]
                    channels[1].value = True                          | channels[1].value           | true
                    example[3] = 7                                    | [3]                         | 7
                    mode = Mode.ON; gain = 16                         | gain                        | 16
                    """)
    void anAssignment(String operation, String python, String value) throws Exception {
        JsonArray operations = new JsonArray();
        operations.add(operation);
        vector.add("ops", operations);
        overI2C("Example(i2c)").expects(python, value).passes();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Example(i2c, address=0x40)       | [0]             | 1
                    Example(i2c, addr=0x40)          | [0]             | 1
                    Example(i2c, 0x40)  # a comment  | [0]             | 1
                    Example(i2c, gain=16)            | gain            | 16
                    Example(i2c); gain = 16          | gain            | 16
                    AnalogIn(Example(i2c), 3)        | value           | 200
                    AnalogIn(Example(i2c), 3, None)  | value           | 200
                    Example(i2c)[3]                  | [3]             | 200
                    Example(i2c).set_range(3, 4)     | set_range(3, 4) | 1
                    gain = 16                        | gain            | 16
                    """)
    void aConstructor(String construct, String python, String value) throws Exception {
        overI2C(construct).expects(python, value).passes();
    }

    @Test
    void operationsInOtherWords() throws Exception {
        with("ops", "[\"set gain\"]")
                .overI2C("Example(i2c); gain = 16")
                .expects("gain", "16")
                .passes();
    }

    @Test
    void operationsInWordsOnly() {
        with("ops", "[\"set gain\"]")
                .overI2C("Example(i2c)")
                .expects("gain", "1")
                .cannotRun("set gain");
    }

    @Test
    void aLineThatAnExpectationRepeatsIsRunOnce() throws Exception {
        vector.addProperty("construct", "Example(uart).read(1)");
        with("bus", "{\"kind\": \"uart\"}")
                .with("transactions", "[{\"write\": [1], \"read\": [65, 65]}, {\"write\": [2], \"read_text\": \"BB\"}]")
                .with("expect_writes", "[[1], [2]]")
                .expects("read(1)", "65")
                .expects("read(2)", "66")
                .passes();
    }

    @Test
    void whatASerialDeviceSendsFirst() throws Exception {
        vector.addProperty("construct", "Example(uart)");
        with("bus", "{\"kind\": \"uart\"}")
                .with("transactions", "[{\"read\": [65, 66]}]")
                .raises("read(1)", "RuntimeError")
                .passes();
    }

    @Test
    void registersOverSpi() throws Exception {
        vector.addProperty("construct", "Example(spi, cs)");
        with("bus", "{\"kind\": \"spi\"}")
                .with("device", DEVICE.replace("registers8", "spi_registers"))
                .with("expect_writes", "[[143, 0], [3, 7], [131, 0]]")
                .with("ops", "[\"example[3] = 7\"]")
                .expects("[3]", "7")
                .passes();
    }

    @Test
    void repliesOverSpi() throws Exception {
        vector.addProperty("construct", "Example(spi, cs)");
        with("bus", "{\"kind\": \"spi\"}")
                .with("device", "{\"type\": \"spi\", \"replies\": [[255, 90], [255, 17]]}")
                .expects("[3]", "17")
                .expects("(spi bytes written)", "[131, 0]")
                .passes();
    }

    @ParameterizedTest
    @CsvSource({
        "Example(i2c), [16], IndexError",
        "Example(i2c), [16], ValueError",
        "'Example(i2c)', 'set_range(2, 1)', RuntimeError",
        "'Example(i2c)', 'set_range(2, 1)', ValueError",
        "Example(i2c), gain = 3, ValueError",
        "'Example(i2c, address=0x41)', (construct), ValueError"
    })
    void anException(String construct, String python, String exception) throws Exception {
        overI2C(construct).raises(python, exception).passes();
    }

    @Test
    void aChipWithAnotherId() throws Exception {
        overI2C("Example(i2c)")
                .with("device", DEVICE.replace("90", "91"))
                .raises("(construct)", "RuntimeError")
                .passes();
    }

    @ParameterizedTest
    @CsvSource({"[16], OSError", "[3], IndexError", "[3], ValueError"})
    void anExceptionThatDoesNotCome(String python, String exception) {
        overI2C("Example(i2c)").raises(python, exception).fails("raises " + exception);
    }

    @Test
    void aConstructorThatSucceedsUnexpectedly() {
        overI2C("Example(i2c)").raises("(construct)", "RuntimeError").fails("construct raises RuntimeError");
    }

    @ParameterizedTest
    @CsvSource({
        "[0], 2",
        "mode, 1",
        "gain, 0",
        "mode, '\"ON\"'",
        "'[0:2]', '[1, 3]'",
        "'[0:2]', '[1, 2, 3]'",
        "offset, '[0, 0]'",
        "channels[0].value, true",
        "[0], null"
    })
    void aWrongValue(String python, String value) {
        overI2C("Example(i2c)").expects(python, value).fails(python);
    }

    @Test
    void aWriteThatDoesNotCome() {
        overI2C("Example(i2c)").with("expect_writes", "[[3, 7]]").fails("writes");
    }

    @Test
    void aRegisterThatIsNotWritten() {
        overI2C("Example(i2c)").with("expect_final_registers", "{\"0x03\": 7}").fails("register 0x03");
    }

    @Test
    void nothingExpected() {
        overI2C("Example(i2c)").fails("what is expected");
    }

    @ParameterizedTest
    @CsvSource({
        "Example(i2c), temperature, temperature",
        "Example(i2c), read_all(), read_all",
        "Example(i2c), mode.name_of, nameOf",
        "Example(i2c), gain = BOGUS, gain",
        "Example(i2c); bogus = 1, gain, bogus",
        "Unheard(i2c), gain, Unheard",
        "Example(twi), gain, twi",
        "'Example(i2c, speed=3)', gain, speed",
        "Example(i2c), gain +, cannot read"
    })
    void anUnknownName(String construct, String python, String message) {
        overI2C(construct).expects(python, "1").cannotRun(message);
    }

    @Test
    void anUnknownNameIsNoExpectedException() {
        overI2C("Example(i2c)").raises("gain = BOGUS", "ValueError").cannotRun("gain");
    }

    @Test
    void unknownKinds() {
        overI2C("Example(i2c)").expects("gain", "1");
        with("device", "{\"type\": \"registers9\"}").cannotRun("registers9");
        with("device", DEVICE.replace("\"registers\"", "\"registres\"")).cannotRun("registres");
        with("device", DEVICE).with("bus", "{\"kind\": \"can\"}").cannotRun("can");
        raises("[16]", "SyntaxError")
                .with("bus", "{\"kind\": \"i2c\", \"address\": 64}")
                .cannotRun("SyntaxError");
    }

    @Test
    void functions() throws Exception {
        with("bus", "{\"kind\": \"none\"}").with("cases", "[{\"in\": [220], \"out\": 121}]");
        vector.addProperty("function", "CRC-8 poly 0x131 init 0");
        passes();
        with("cases", "[{\"in\": [220], \"out\": 122}]").fails("CRC-8");
        with("cases", "[]").fails("cases");
        vector.addProperty("function", "dew point");
        with("cases", "[{\"in\": [220], \"out\": 122}]").cannotRun("dew point");
    }

    @Test
    void packages() {
        List<String> ported = List.of("bme280", "eeprom24lc32", "lsm303dlhmag");
        assertThat(Names.packageOf("lsm303dlh_mag", ported)).isEqualTo("lsm303dlhmag");
        assertThat(Names.packageOf("24lc32", ported)).isEqualTo("eeprom24lc32");
        assertThat(Names.packageOf("280", ported)).isEqualTo("bme280");
        assertThat(Names.packageOf("bme", ported)).isNull();
    }

    @Test
    void constantsHaveTheNumbersAndTextsOfPython() throws Exception {
        Constants bme280 = new Constants("bme280");
        assertThat(bme280.numbered(3, BME280.Mode.class)).isEqualTo(BME280.Mode.MODE_NORMAL);
        assertThat(bme280.numbered(2, BME280.Mode.class)).isNull();
        assertThat(bme280.named("MODE_NORMAL", BME280.Mode.class)).isEqualTo(BME280.Mode.MODE_NORMAL);
        assertThat(bme280.named("NORMAL", BME280.Mode.class)).isEqualTo(BME280.Mode.MODE_NORMAL);
        assertThat(bme280.named("BME280_MODE_NORMAL", BME280.Mode.class)).isEqualTo(BME280.Mode.MODE_NORMAL);
        assertThat(bme280.named("ABNORMAL", BME280.Mode.class)).isNull();
        assertThat(bme280.number("MODE_NORMAL")).isEqualTo(3.0);
        assertThat(bme280.number("MODE_WILD")).isNull();
    }

    @Test
    void amendments() {
        Amendments amendments = new Amendments(json("""
                        {
                          "identification": {"example": {"registers": {"0x00": [9], "0x0E": [7]}}},
                          "corrections": [
                            {"driver": "example", "python": "[3]", "construct": "Example.*", "factor": 1.5}
                          ]
                        }""").getAsJsonObject());
        overI2C("Example(i2c)  # a comment").expects("[3]", "[2, 4]").expects("[2]", "2");
        amendments.amend(vector);
        assertThat(vector.getAsJsonObject("device").getAsJsonObject("registers"))
                .isEqualTo(json("{\"0x00\": [1, 2, 3, 200], \"0x0F\": [90], \"0x0E\": [7]}"));
        assertThat(Json.array(vector, "expect").get(0).getAsJsonObject().get("value"))
                .isEqualTo(json("[3.0, 6.0]"));
        assertThat(Json.array(vector, "expect").get(1).getAsJsonObject().get("value"))
                .isEqualTo(json("2"));
        vector.addProperty("independence", "third-party-value (somebody's test)");
        amendments.amend(vector);
        assertThat(Json.array(vector, "expect").get(0).getAsJsonObject().get("value"))
                .isEqualTo(json("[3.0, 6.0]"));
    }
}
