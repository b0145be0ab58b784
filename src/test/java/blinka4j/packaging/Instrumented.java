// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.is;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * Loads this project's classes once more. Keeps the names of the resources that they ask for. Calls of reflection and of JNA's
 * {@code Native.register} in the Linux provider, which is the only part that has any, go to {@link Used}.
 */
final class Instrumented extends URLClassLoader {
    /** Names of resources, in the order of the alphabet. */
    final Set<String> resources = new ConcurrentSkipListSet<>();

    private final ClassLoader tests = Instrumented.class.getClassLoader();

    Instrumented(URL[] classPath) {
        super(classPath, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        // JNA can be in a virtual machine once.
        if (name.startsWith("com.sun.jna.") || name.startsWith("org.slf4j.") || name.equals(Used.class.getName())) {
            return tests.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith("blinka4j.linux.")) {
            return super.findClass(name);
        }
        try (InputStream in =
                super.findResource(name.replace('.', '/') + ".class").openStream()) {
            byte[] code = instrumented(name, in.readAllBytes());
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] instrumented(String name, byte[] code) throws NoSuchMethodException {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(name, code),
                ClassFileLocator.ForClassLoader.of(Instrumented.class.getClassLoader()));
        TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
        return new ByteBuddy()
                .redefine(type, locator)
                .visit(instead(Class.class.getMethod("forName", String.class), "forName", String.class))
                .visit(instead(
                        Class.class.getMethod("getMethod", String.class, Class[].class),
                        "method",
                        Class.class,
                        String.class,
                        Class[].class))
                .visit(instead(Class.class.getMethod("getField", String.class), "field", Class.class, String.class))
                .visit(instead(
                        MethodHandles.Lookup.class.getMethod(
                                "findVirtual", Class.class, String.class, MethodType.class),
                        "virtual",
                        MethodHandles.Lookup.class,
                        Class.class,
                        String.class,
                        MethodType.class))
                .visit(instead(
                        Method.class.getMethod("invoke", Object.class, Object[].class),
                        "invoke",
                        Method.class,
                        Object.class,
                        Object[].class))
                .visit(instead(
                        Native.class.getMethod("register", Class.class, NativeLibrary.class),
                        "register",
                        Class.class,
                        NativeLibrary.class))
                .make()
                .getBytes();
    }

    private static net.bytebuddy.asm.AsmVisitorWrapper instead(Method called, String name, Class<?>... parameters)
            throws NoSuchMethodException {
        return MemberSubstitution.relaxed()
                .method(is(called))
                .replaceWith(Used.class.getMethod(name, parameters))
                .on(any());
    }

    @Override
    public URL findResource(String name) {
        keep(name);
        return super.findResource(name);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        keep(name);
        return super.findResources(name);
    }

    private void keep(String name) {
        if (!name.endsWith(".class")) {
            resources.add(name);
        }
    }
}
