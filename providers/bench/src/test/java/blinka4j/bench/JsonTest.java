// SPDX-License-Identifier: MIT
package blinka4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void objectsAndArraysNest() {
        Json json = new Json().object().member("a", 1).name("b").array();
        json.value("x").value(true).object().endObject().endArray().member("c", (String) null);

        assertThat(json.endObject().toString()).isEqualTo("{\"a\":1,\"b\":[\"x\",true,{}],\"c\":null}");
    }

    /** An event is one line, so line ends must be escaped. */
    @Test
    void textIsEscaped() {
        assertThat(new Json().value("a\"b\\c\nd\u0001 \u2028 °C").toString())
                .isEqualTo("\"a\\\"b\\\\c\\u000ad\\u0001 \\u2028 °C\"");
    }

    @Test
    void numbersThatAreNoneAreNull() {
        Json json = new Json()
                .array()
                .value(Double.NaN)
                .value(Double.NEGATIVE_INFINITY)
                .value(1.0);

        assertThat(json.value(-0.25).value(1e300).endArray().toString()).isEqualTo("[null,null,1,-0.25,1.0E300]");
    }
}
