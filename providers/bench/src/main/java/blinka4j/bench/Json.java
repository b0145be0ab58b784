// SPDX-License-Identifier: MIT
package blinka4j.bench;

import org.jspecify.annotations.Nullable;

/** Writes JSON in one line. */
final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();
    private boolean follows;

    /** Begins an object. */
    Json object() {
        return begin('{');
    }

    /** Begins an array. */
    Json array() {
        return begin('[');
    }

    private Json begin(char bracket) {
        comma();
        text.append(bracket);
        follows = false;
        return this;
    }

    Json endObject() {
        return end('}');
    }

    Json endArray() {
        return end(']');
    }

    private Json end(char bracket) {
        text.append(bracket);
        follows = true;
        return this;
    }

    /** Begins a member of an object; its value comes next. */
    Json name(String name) {
        comma();
        quote(name);
        text.append(':');
        follows = false;
        return this;
    }

    Json value(@Nullable String value) {
        comma();
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    Json value(boolean value) {
        comma();
        text.append(value);
        return this;
    }

    Json value(long value) {
        comma();
        text.append(value);
        return this;
    }

    /** JSON has no infinity and no NaN: these are null. */
    Json value(double value) {
        comma();
        if (!Double.isFinite(value)) {
            text.append("null");
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        return this;
    }

    Json member(String name, @Nullable String value) {
        return name(name).value(value);
    }

    Json member(String name, boolean value) {
        return name(name).value(value);
    }

    Json member(String name, long value) {
        return name(name).value(value);
    }

    Json member(String name, double value) {
        return name(name).value(value);
    }

    private void comma() {
        if (follows) {
            text.append(',');
        }
        follows = true;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c == '\u2028' || c == '\u2029') {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX.charAt(c >> shift & 0xF));
                }
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
