// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import blinka4j.bench.BenchProvider;
import blinka4j.boards.BoardFiles;
import blinka4j.boards.Boards;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import blinka4j.provider.Recorder;
import blinka4j.sim.Breadboard;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Calls whatever of this project finds classes, methods, functions or files by their names. {@link NativeImageTest} instruments it. */
public final class Tour {
    private Tour() {}

    /** @param args a folder to write into */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        for (Class<?> service : List.of(Provider.class, BoardRegistry.class, Recorder.class, Breadboard.class)) {
            ServiceLoader.load(service).forEach(each -> {});
        }
        boards(folder);
        bench();
        command();
        if (System.getProperty("os.name").equals("Linux")) {
            linux();
        }
    }

    private static void boards(Path folder) throws IOException {
        Boards.ids().forEach(Boards::board);
        // A user's file can include one in the jar, and so its family's.
        Path file = Files.writeString(folder.resolve("MINE.properties"), "include = RASPBERRY_PI_4B\n");
        new BoardFiles().detect(host(folder, "BLINKA_BOARD_FILE", "/" + file.getFileName()));
        // A machine that resembles a board: those that are another one are in a file.
        Path compatible = folder.resolve("proc/device-tree/compatible");
        Files.createDirectories(compatible.getParent());
        Files.writeString(compatible, "xunlong,orangepi-unknown\0xunlong,orangepi-one\0allwinner,sun8i-h3\0");
        new BoardFiles().detect(host(folder, "NONE", ""));
    }

    private static Host host(Path root, String name, String value) {
        return new Host(root, "Linux", Map.of(name, value));
    }

    private static void bench() throws Exception {
        BenchProvider provider = new BenchProvider();
        provider.bench().close();
        call("blinka4j.bench.RegisterNames", "load");
    }

    private static void command() throws Exception {
        call("blinka4j.command.Chips", "all");
        for (String file : List.of("pom.xml", "Blink.java", "BlinkTest.java", ".gitignore")) {
            call("blinka4j.command.NewProject", "template", file);
        }
    }

    /** Links the functions of the C library, those too that few programs need. Each class links its own when it is initialized. */
    private static void linux() throws Exception {
        call("blinka4j.linux.Libc", "load");
        call("blinka4j.linux.JnaCalls", "load");
        if (Runtime.version().feature() >= 22) {
            for (String type : List.of("ForeignCalls", "ForeignCalls$Sockets", "ForeignCalls$Mapping")) {
                Class.forName("blinka4j.linux." + type);
            }
            String functions = "blinka4j.linux.ForeignFunctions";
            call(functions, "errorMemory");
            call(functions, "isEnabledFor", Tour.class.getModule());
            Object address = call(functions, "address", ByteBuffer.allocateDirect(8));
            call(functions, "memory", address, 8);
        }
    }

    private static Object call(String type, String name, Object... arguments) throws Exception {
        for (Method method : Class.forName(type).getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                method.setAccessible(true);
                return method.invoke(null, arguments);
            }
        }
        throw new NoSuchMethodException(type + "." + name);
    }
}
