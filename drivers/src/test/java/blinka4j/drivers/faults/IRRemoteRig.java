// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.digitalio.Pull;
import blinka4j.drivers.irremote.BaseIRMessage;
import blinka4j.drivers.irremote.GenericDecode;
import blinka4j.drivers.irremote.IRDecodeException;
import blinka4j.drivers.irremote.IRMessage;
import blinka4j.drivers.irremote.IRNECRepeatException;
import blinka4j.drivers.irremote.NonblockingGenericDecode;
import blinka4j.pulseio.PulseIn;
import blinka4j.sim.chips.SimIRReceiver;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A remote control whose signal breaks. The decoder checks no complement, so a wrong bit gives a wrong code. */
final class IRRemoteRig extends FaultRig {
    private final FaultyWire wire;
    private final SimIRReceiver receiver;
    private final PulseIn pulses;
    private final GenericDecode waiting = new GenericDecode();
    private final NonblockingGenericDecode nonblocking;

    static List<FaultRig> all(Random random) {
        return List.of(new IRRemoteRig(random, new FaultyWire(random)));
    }

    private IRRemoteRig(Random random, FaultyWire wire) {
        super("IRRemote", random, wire.faults, wire.board.clock(), false);
        this.wire = wire;
        receiver = new SimIRReceiver(wire.board, FaultyWire.CHIP);
        wire.board.pin(FaultyWire.PROGRAM).resistor(Pull.UP);
        pulses = new PulseIn(wire.board.blinka().pin(FaultyWire.PROGRAM), 200, true);
        nonblocking = new NonblockingGenericDecode(pulses);
        readings().forEach(this::add);
    }

    /** The bits of a byte come in the other order. Each byte and its complement have both kinds of bits. */
    private static int reversed(int value) {
        return Integer.reverse(value) >>> 24;
    }

    private List<Integer> press() {
        int address = random.nextInt(256);
        int command = random.nextInt(256);
        receiver.press(address, command);
        wire.answers(Duration.ofMillis(50));
        return List.of(reversed(address), reversed(~address & 0xFF), reversed(command), reversed(~command & 0xFF));
    }

    /** What was left of a signal that broke has passed. */
    private void settle() {
        clock.advance(Duration.ofMillis(200));
        nonblocking.read();
        nonblocking.read();
        pulses.pause();
        pulses.clear();
        pulses.resume();
    }

    /** A pulse that is wrong gives no error. */
    @Override
    public int leastOutcomes() {
        return 2;
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    settle();
                    List<Integer> sent = press();
                    clock.advance(Duration.ofMillis(20));
                    List<Integer> heard = waiting.readPulses(pulses, 10_000, false, 0.1, 0.1);
                    try {
                        return heard != null && sent.equals(waiting.decodeBits(heard));
                    } catch (IRDecodeException | IRNECRepeatException e) {
                        return false;
                    }
                },
                () -> {
                    settle();
                    List<Integer> sent = press();
                    clock.advance(Duration.ofMillis(100));
                    List<BaseIRMessage> messages = nonblocking.read();
                    clock.advance(Duration.ofMillis(20));
                    List<BaseIRMessage> later = nonblocking.read();
                    List<BaseIRMessage> all = messages.isEmpty() ? later : messages;
                    return !all.isEmpty()
                            && all.get(0) instanceof IRMessage message
                            && message.code().equals(sent);
                });
    }
}
