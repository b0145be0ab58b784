// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.NotAvailableException;
import blinka4j.provider.OneWirePort;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The port of a 1-Wire bus in a guest, where the program {@code OneWires} has it open. */
final class RemoteOneWire implements OneWirePort {
    private static final HexFormat HEX = HexFormat.of();
    private static final String NOT_AVAILABLE = "NotAvailableException: ";

    private final Dialogue program;

    RemoteOneWire(Dialogue program, String bus) {
        this.program = program;
        ask("open " + bus);
    }

    private String ask(String command) {
        String answer = program.ask("port " + command);
        if (answer.startsWith(NOT_AVAILABLE)) {
            throw new NotAvailableException(answer.substring(NOT_AVAILABLE.length()));
        }
        if (answer.contains("Exception: ")) {
            throw new IllegalStateException(answer);
        }
        return answer;
    }

    @Override
    public boolean transfer(boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        String[] answer = ask("transfer %s x%s %s %s x%s %s %s"
                        .formatted(reset, HEX.formatHex(out), outStart, outEnd, HEX.formatHex(in), inStart, inEnd))
                .split(" x", -1);
        System.arraycopy(HEX.parseHex(answer[1]), 0, in, 0, in.length);
        return Boolean.parseBoolean(answer[0]);
    }

    @Override
    public List<byte[]> search() {
        return Stream.of(ask("search").split(" ")).map(HEX::parseHex).toList();
    }

    @Override
    public boolean hasBits() {
        return Boolean.parseBoolean(ask("bits"));
    }

    @Override
    public boolean slot(boolean bit) {
        return Boolean.parseBoolean(ask("slot " + bit));
    }

    @Override
    public String name() {
        return ask("name");
    }

    @Override
    public void close() {
        ask("close");
    }
}
