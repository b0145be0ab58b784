// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A class loader that shows only the named plugins of Pi4J. */
final class PluginLoader extends ClassLoader implements AutoCloseable {
    private static final String SERVICE = "META-INF/services/com.pi4j.extension.Plugin";
    private static final int MAJOR_VERSION = 6;

    private final List<String> plugins;
    private final Map<String, Integer> classVersions = new HashMap<>();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    PluginLoader(String... plugins) {
        super(PluginLoader.class.getClassLoader());
        this.plugins = List.of(plugins);
        Thread.currentThread().setContextClassLoader(this);
    }

    /** Makes a class look as if it was compiled for another Java. */
    PluginLoader compiledFor(String type, int java) {
        classVersions.put(type, java + 44);
        return this;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Integer version = classVersions.get(name);
        if (version == null) {
            return super.loadClass(name, resolve);
        }
        try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = stream.readAllBytes();
            ByteBuffer.wrap(bytes).putShort(MAJOR_VERSION, version.shortValue());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.equals(SERVICE)) {
            return super.getResources(name);
        }
        byte[] text = String.join("\n", plugins).getBytes(StandardCharsets.UTF_8);
        URL url = new URL(null, "memory:/" + SERVICE, new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {
                        // Nothing to connect to.
                    }

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(text);
                    }
                };
            }
        });
        return Collections.enumeration(List.of(url));
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
