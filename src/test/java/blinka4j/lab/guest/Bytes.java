// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.conformance.Commands;
import blinka4j.microcontroller.Microcontroller;
import java.io.IOException;
import java.util.HexFormat;

/** Executes commands for the bytes that stay: {@code write FIRST STEP COUNT VALUE}, one byte after the other, and {@code read COUNT}. */
public final class Bytes {
    private Bytes() {}

    public static void main(String[] args) throws IOException {
        Commands.answer(words -> {
            int first = Integer.parseInt(words[1]);
            if (words[0].equals("read")) {
                return HexFormat.of().formatHex(Microcontroller.nvm().get(0, first));
            }
            for (int i = 0; i < Integer.parseInt(words[3]); i++) {
                Microcontroller.nvm().set(first + i * Integer.parseInt(words[2]), Integer.parseInt(words[4]));
            }
            return "ok";
        });
    }
}
