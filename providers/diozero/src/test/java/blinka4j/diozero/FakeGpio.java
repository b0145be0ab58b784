// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import blinka4j.provider.Host;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import com.diozero.internal.provider.builtin.gpio.GpioLineEventListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Fakes of diozero's controllers, and a list of the calls. */
final class FakeGpio {
    static final int IN_USE = 1;

    final Library library = mock(Library.class);
    final Host host;
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    final Map<Integer, GpioLineEventListener> listeners = new ConcurrentHashMap<>();

    private final Map<String, GpioChip> opened = new HashMap<>();
    /** The numbers of open files, and those of the files that are always readable. */
    private final Set<Integer> files = new TreeSet<>();

    private final Set<Integer> readable = new TreeSet<>();
    /** The number of the file whose event stops the reader; diozero goes on to know it when the file is closed. */
    private int stopping = -1;

    private @Nullable Thread dispatcher;
    /** The times of edges that the kernel holds for the next line that is registered. */
    final List<Long> waiting = Collections.synchronizedList(new ArrayList<>());
    /** The kind of request to refuse; empty to refuse none. */
    String refused = "";

    FakeGpio(Path root) {
        host = new Host(root, "Linux", Map.of());
        when(library.gpioChip(anyString())).thenAnswer(call -> {
            told.add("open " + Path.of(call.<String>getArgument(0)).getFileName());
            return opened.get(call.<String>getArgument(0));
        });
        when(library.open("/dev/random")).thenAnswer(call -> {
            int fd = lowestFree();
            readable.add(fd);
            return fd;
        });
        doAnswer(call -> files.remove(call.<Integer>getArgument(0)) && readable.remove(call.<Integer>getArgument(0)))
                .when(library)
                .close(anyInt());
        doAnswer(call -> told.add("close " + call.<GpioChip>getArgument(0).getName()))
                .when(library)
                .close(any(GpioChip.class));
    }

    /** Adds or replaces a controller. */
    GpioChip chip(String node, String name, String label, GpioLine... lines) {
        GpioChip chip = mock(GpioChip.class);
        when(chip.getName()).thenReturn(name);
        when(chip.getLabel()).thenReturn(label);
        when(chip.getLines()).thenReturn(lines);
        when(chip.getLineByOffset(anyInt())).thenAnswer(call -> lines[call.<Integer>getArgument(0)]);
        when(chip.provisionGpioInputDevice(anyInt(), any(), any())).thenAnswer(call -> {
            String what = "input %s %s".formatted(call.getArgument(1), call.getArgument(2));
            return requested(what);
        });
        when(chip.provisionGpioOutputDevice(anyInt(), anyInt()))
                .thenAnswer(call -> requested("output " + call.getArgument(1)));
        doAnswer(call -> register(call.getArgument(0), call.getArgument(1)))
                .when(chip)
                .register(anyInt(), any());
        doAnswer(call -> deregister(call.getArgument(0))).when(chip).deregister(anyInt());
        Path file = host.path("/dev/" + node);
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        opened.put(file.toString(), chip);
        return chip;
    }

    static GpioLine line(int offset, String name) {
        return new GpioLine(offset, 0, name, null);
    }

    private GpioLine requested(String what) {
        if (what.startsWith(refused) && !refused.isEmpty()) {
            told.add("refuse " + what);
            throw new RuntimeIOException("Error in provision: -22");
        }
        told.add(what);
        GpioLine line = mock(GpioLine.class);
        int fd = lowestFree();
        when(line.getFd()).thenReturn(fd);
        when(line.getValue()).thenAnswer(call -> told.add("read") ? 1 : 0);
        doAnswer(call -> told.add("set " + call.getArgument(0))).when(line).setValue(anyInt());
        doAnswer(call -> files.remove(fd) && told.add("release")).when(line).close();
        return line;
    }

    private int lowestFree() {
        int fd = 3;
        while (!files.add(fd)) {
            fd++;
        }
        return fd;
    }

    private Object deregister(int fd) {
        listeners.remove(fd);
        if (listeners.isEmpty()) {
            stopping = lowestFree();
            files.remove(stopping);
        }
        return fd;
    }

    private Object register(int fd, GpioLineEventListener listener) throws InterruptedException {
        if (fd == stopping) {
            told.add("stop the reader");
        }
        if (!readable.contains(fd)) {
            // As in diozero, the reader has the file before the table has its listener.
            if (Thread.currentThread() != dispatcher) {
                waiting.clear();
            }
            listeners.put(fd, listener);
            return fd;
        }
        listeners.put(fd, listener);
        told.add("pass");
        Thread thread = new Thread(() -> {
            listener.event(fd, 0, 0, 0);
            waiting.forEach(timestamp -> edge(true, timestamp));
        });
        dispatcher = thread;
        thread.start();
        thread.join();
        return fd;
    }

    /** Raises an edge on all watched lines. */
    void edge(boolean rising, long timestamp) {
        listeners.forEach((fd, listener) -> listener.event(
                fd,
                rising ? GpioChip.GPIOEVENT_EVENT_RISING_EDGE : GpioChip.GPIOEVENT_EVENT_FALLING_EDGE,
                0,
                timestamp));
    }
}
