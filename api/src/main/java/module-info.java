// SPDX-License-Identifier: MIT
/** CircuitPython's hardware API, for programs, drivers, boards and providers. */
module blinka4j.api {
    // Only for FrameBuffer.image(BufferedImage).
    requires transitive static java.desktop;
    requires transitive static org.jspecify;

    exports blinka4j;
    exports blinka4j.analogio;
    exports blinka4j.bitbangio;
    exports blinka4j.board;
    exports blinka4j.busdevice;
    exports blinka4j.busio;
    exports blinka4j.checksum;
    exports blinka4j.countio;
    exports blinka4j.digitalio;
    exports blinka4j.framebuf;
    exports blinka4j.frequencyio;
    exports blinka4j.gpiozero;
    exports blinka4j.keypad;
    exports blinka4j.microcontroller;
    exports blinka4j.neopixelwrite;
    exports blinka4j.nvm;
    exports blinka4j.onewire;
    exports blinka4j.onewireio;
    exports blinka4j.pixelbuf;
    exports blinka4j.provider;
    exports blinka4j.pulseio;
    exports blinka4j.pwmio;
    exports blinka4j.rainbowio;
    exports blinka4j.register;
    exports blinka4j.rotaryio;
    exports blinka4j.runtime;
    exports blinka4j.supervisor;
    exports blinka4j.time;
    exports blinka4j.usbhid;
    exports blinka4j.watchdog;

    uses blinka4j.provider.BoardRegistry;
    uses blinka4j.provider.Provider;
    uses blinka4j.provider.Recorder;
}
