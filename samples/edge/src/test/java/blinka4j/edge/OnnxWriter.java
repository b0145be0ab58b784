// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes ONNX files byte by byte, with the field numbers of <a href="https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto">onnx.proto</a>.
 * It shares no code with the sample, nor with Tribuo's classes of the format.
 */
final class OnnxWriter {
    static final int FLOAT = 1;
    static final int DOUBLE = 11;

    /** A message of Protocol Buffers. */
    static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes.toByteArray());
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }

        private void varint(long value) {
            long left = value;
            while ((left & ~0x7FL) != 0) {
                bytes.write((int) (left & 0x7F | 0x80));
                left >>>= 7;
            }
            bytes.write((int) left);
        }
    }

    private final List<Message> nodes = new ArrayList<>();
    private final List<Message> initializers = new ArrayList<>();
    private final List<Message> inputs = new ArrayList<>();
    private final List<Message> outputs = new ArrayList<>();
    private final List<String> metadata = new ArrayList<>();
    private String producer = "";
    private String graph = "";
    private int irVersion = 8;
    private int opset = 17;

    OnnxWriter producer(String name, String graphName, int ir, int version) {
        producer = name;
        graph = graphName;
        irVersion = ir;
        opset = version;
        return this;
    }

    OnnxWriter metadata(String key, String value) {
        metadata.add(key);
        metadata.add(value);
        return this;
    }

    /** @param dimensions numbers, or names of dimensions that are not fixed */
    OnnxWriter input(String name, int type, Object... dimensions) {
        inputs.add(value(name, type, dimensions));
        return this;
    }

    OnnxWriter output(String name, int type, Object... dimensions) {
        outputs.add(value(name, type, dimensions));
        return this;
    }

    private static Message value(String name, int type, Object... dimensions) {
        Message shape = new Message();
        for (Object each : dimensions) {
            shape.message(
                    1,
                    each instanceof Integer fixed
                            ? new Message().number(1, fixed)
                            : new Message().text(2, String.valueOf(each)));
        }
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** Weights, as raw data. */
    OnnxWriter floats(String name, float[] values, int... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        initializers.add(tensor(FLOAT, dimensions).text(8, name).bytes(9, raw.array()));
        return this;
    }

    /** The same, as packed float_data. */
    OnnxWriter packedFloats(String name, float[] values, int... dimensions) {
        ByteBuffer packed = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        packed.asFloatBuffer().put(values);
        initializers.add(tensor(FLOAT, dimensions).bytes(4, packed.array()).text(8, name));
        return this;
    }

    OnnxWriter longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        initializers.add(tensor(7, values.length).text(8, name).bytes(9, raw.array()));
        return this;
    }

    private static Message tensor(int type, int... dimensions) {
        Message tensor = new Message();
        for (int each : dimensions) {
            tensor.number(1, each);
        }
        return tensor.number(2, type);
    }

    /** A node. Attributes with whole numbers follow: {@code "axis=-1"}; with a decimal point: {@code "alpha=1.0"}. */
    OnnxWriter node(String type, String name, List<String> from, String to, String... attributes) {
        Message node = new Message();
        from.forEach(each -> node.text(1, each));
        node.text(2, to).text(3, name).text(4, type);
        for (String each : attributes) {
            String[] parts = each.split("=");
            Message attribute = new Message().text(1, parts[0]);
            if (parts[1].contains(".")) {
                int bits = Float.floatToIntBits(Float.parseFloat(parts[1]));
                // Wire type 5 has four bytes.
                attribute.varint(2 << 3 | 5);
                for (int shift = 0; shift < 32; shift += 8) {
                    attribute.bytes.write(bits >> shift);
                }
                attribute.number(20, 1);
            } else {
                attribute.number(3, Long.parseLong(parts[1])).number(20, 2);
            }
            node.message(5, attribute);
        }
        nodes.add(node);
        return this;
    }

    byte[] toBytes() {
        Message body = new Message();
        nodes.forEach(each -> body.message(1, each));
        body.text(2, graph);
        initializers.forEach(each -> body.message(5, each));
        inputs.forEach(each -> body.message(11, each));
        outputs.forEach(each -> body.message(12, each));
        Message model = new Message().number(1, irVersion).text(2, producer).message(7, body);
        model.message(8, new Message().text(1, "").number(2, opset));
        for (int i = 0; i < metadata.size(); i += 2) {
            model.message(14, new Message().text(1, metadata.get(i)).text(2, metadata.get(i + 1)));
        }
        return model.toBytes();
    }
}
