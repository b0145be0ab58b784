// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.analogio.AnalogOut;
import blinka4j.conformance.Commands;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Executes commands for analog outputs: {@code open DEVICE CHANNEL}, {@code value DEVICE VALUE}, {@code reference DEVICE}, {@code close
 * DEVICE}.
 */
public final class Voltages {
    private Voltages() {}

    public static void main(String[] args) throws IOException {
        Map<String, AnalogOut> outputs = new HashMap<>();
        Commands.answer(words -> {
            String device = words[1];
            if (words[0].equals("open")) {
                outputs.put(device, new AnalogOut(device, Integer.parseInt(words[2])));
                return "ok";
            }
            AnalogOut output = outputs.get(device);
            if (output == null) {
                throw new IllegalArgumentException("the program has not opened " + device);
            }
            switch (words[0]) {
                case "value" -> output.value(Integer.parseInt(words[2]));
                case "reference" -> {
                    return String.valueOf(output.referenceVoltage());
                }
                case "close" -> output.close();
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            }
            return "ok";
        });
    }
}
