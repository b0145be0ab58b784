// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.checksum.Crc8;

/**
 * The part of a 1-Wire chip that all have: its ROM code, and the commands that select it (data sheet of the DS18B20, "ROM commands").
 * Then its {@link Functions} take over, until the next reset.
 */
public final class RomCommands implements SimOneWireDevice {
    /** What a selected chip does. A byte begins with its lowest bit. */
    public interface Functions {
        /** Called when the chip was selected. The first byte is a command. */
        void selected();

        /** Called with a byte that was written to the chip, 0 to 255. */
        void write(int value);

        /** Called before each byte. Returns the byte that the chip sends, 0 to 255; −1 if it receives one. */
        int next();
    }

    private static final int READ_ROM = 0x33;
    private static final int MATCH_ROM = 0x55;
    private static final int SKIP_ROM = 0xCC;
    private static final int SEARCH_ROM = 0xF0;
    private static final int ROM_BITS = 64;

    private enum State {
        COMMAND,
        READ,
        MATCH,
        SEARCH,
        SELECTED,
        WAITING
    }

    private final byte[] rom;
    private final Functions functions;
    private State state = State.WAITING;
    /** The slots since the state began; of a selected chip, those of the present byte. */
    private int slots;

    private int value;
    private int sent;

    /**
     * @param family the kind of chip, 0 to 255
     * @param serialNumber 48 bits
     */
    public RomCommands(int family, long serialNumber, Functions functions) {
        this.functions = functions;
        rom = new byte[ROM_BITS / Byte.SIZE];
        rom[0] = (byte) family;
        for (int i = 1; i < rom.length - 1; i++) {
            rom[i] = (byte) (serialNumber >> (Byte.SIZE * (i - 1)));
        }
        rom[rom.length - 1] = (byte) Crc8.ONE_WIRE.of(rom, 0, rom.length - 1);
    }

    /** The ROM code, 8 bytes in the order on the bus. */
    public byte[] rom() {
        return rom.clone();
    }

    @Override
    public void resetPulse() {
        begin(State.COMMAND);
    }

    private void begin(State next) {
        state = next;
        slots = 0;
        if (next == State.SELECTED) {
            functions.selected();
        }
    }

    private boolean romBit(int at) {
        return (rom[at / Byte.SIZE] >> at % Byte.SIZE & 1) == 1;
    }

    @Override
    public boolean timeSlot(boolean bit) {
        int at = slots++;
        return switch (state) {
            case WAITING -> true;
            case COMMAND -> {
                receive(at, bit);
                if (at == Byte.SIZE - 1) {
                    command();
                }
                yield true;
            }
            case READ -> {
                endRom(at, State.SELECTED);
                yield romBit(at);
            }
            case MATCH -> {
                endRom(at, bit == romBit(at) ? State.SELECTED : State.WAITING);
                if (bit != romBit(at)) {
                    begin(State.WAITING);
                }
                yield true;
            }
            case SEARCH -> search(at, bit);
            case SELECTED -> selected(at, bit);
        };
    }

    private void endRom(int at, State next) {
        if (at == ROM_BITS - 1) {
            begin(next);
        }
    }

    private void receive(int at, boolean bit) {
        value = (at == 0 ? 0 : value) | (bit ? 1 << at : 0);
    }

    private void command() {
        begin(
                switch (value) {
                    case READ_ROM -> State.READ;
                    case MATCH_ROM -> State.MATCH;
                    case SKIP_ROM -> State.SELECTED;
                    case SEARCH_ROM -> State.SEARCH;
                    default -> State.WAITING;
                });
    }

    /** Sends a bit and its complement, then leaves the search if the controller takes the other way. */
    private boolean search(int at, boolean bit) {
        boolean mine = romBit(at / 3);
        int step = at % 3;
        if (step < 2) {
            return (step == 0) == mine;
        }
        if (bit != mine) {
            begin(State.WAITING);
        } else {
            endRom(at / 3, State.SELECTED);
        }
        return true;
    }

    private boolean selected(int at, boolean bit) {
        int position = at % Byte.SIZE;
        if (position == 0) {
            sent = functions.next();
        }
        if (sent >= 0) {
            return (sent >> position & 1) == 1;
        }
        receive(position, bit);
        if (position == Byte.SIZE - 1) {
            functions.write(value);
        }
        return true;
    }
}
