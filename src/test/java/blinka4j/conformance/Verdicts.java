// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Turns a test of an unsupported feature into a test of its error, and skips a test whose hardware the site lacks. Writes each result to
 * {@code target/conformance}: guest, provider, kind, {@code pass} or {@code fail}, and unsupported features, with tabs between them.
 * {@code Matrix} reads these lines.
 */
public final class Verdicts implements InvocationInterceptor, TestWatcher {
    private static final Path FOLDER = Path.of("target", "conformance");

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Suite suite = suite(context);
        Uses uses = method.getExecutable().getAnnotation(Uses.class);
        if (uses != null && !suite.site().has(uses.value())) {
            invocation.skip();
            throw new TestAbortedException("%s does not have %s".formatted(suite.site(), uses.value()));
        }
        for (Feature feature : features(suite, method.getExecutable())) {
            String reason = suite.site().reasonAgainst(feature);
            if (reason != null) {
                invocation.skip();
                suite.expectRefusal(feature, reason);
                return;
            }
        }
        invocation.proceed();
    }

    /** The features that a test needs: its kind of hardware, and those in {@link Needs}. */
    private static List<Feature> features(Suite suite, Method method) {
        List<Feature> features = new ArrayList<>();
        features.add(suite.kind());
        Needs needs = method.getAnnotation(Needs.class);
        if (needs != null) {
            features.add(needs.value());
        }
        return features;
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        write(suite(context), "pass");
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        // Written at once, because the run takes minutes.
        System.out.printf("FAILED on %s: %s: %s%n", suite(context).site(), context.getDisplayName(), cause);
        write(suite(context), "fail");
    }

    private static Suite suite(ExtensionContext context) {
        return (Suite) context.getRequiredTestInstance();
    }

    private static synchronized void write(Suite suite, String outcome) {
        Site site = suite.site();
        List<String> lacks = new ArrayList<>();
        site.notOffered().forEach((feature, reason) -> {
            if (feature.kind() == suite.kind()) {
                lacks.add(feature.isKind() ? reason : feature.label());
            }
        });
        String whole = site.reasonAgainst(suite.kind()) == null ? outcome : "not offered";
        String line = String.join(
                "\t",
                site.guest(),
                site.provider(),
                suite.kind().name(),
                outcome.equals("fail") ? outcome : whole,
                String.join(", ", lacks));
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    FOLDER.resolve(site.guest().replace(' ', '-') + "-" + site.provider() + ".tsv"),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
