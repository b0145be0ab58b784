// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.HardwareException;
import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes the board of a test, its parameters, and closes it. Use {@link Simulated}. */
public final class SimulatedExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SimulatedExtension.class);
    private static final double LONGEST_LIMIT = 9e9;
    private static final Duration REAL_LIMIT = Duration.ofMinutes(1);
    private static final Map<String, BoardDefinition> DEFINITIONS = new ConcurrentHashMap<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        Simulated settings = nearest(context);
        BoardDefinition definition = definition(settings.board());
        double limit = settings.limit();
        if (!(limit >= 0 && limit <= LONGEST_LIMIT)) {
            throw new ExtensionConfigurationException(
                    "@Simulated(limit = %s) is not possible. Use seconds up to 9,000,000,000, or 0 for no limit."
                            .formatted(limit));
        }
        context.getStore(NAMESPACE).put(TestBoard.class, new TestBoard(definition, limit, REAL_LIMIT));
    }

    /** Reading the board's file takes longer than making a board. */
    static BoardDefinition definition(String id) {
        try {
            return DEFINITIONS.computeIfAbsent(id, Boards::board);
        } catch (HardwareException e) {
            throw new ExtensionConfigurationException(
                    "@Simulated(board = \"%s\"): %s".formatted(id, e.getMessage()), e);
        }
    }

    private static Simulated nearest(ExtensionContext test) {
        for (Optional<ExtensionContext> at = Optional.of(test);
                at.isPresent();
                at = at.get().getParent()) {
            Optional<AnnotatedElement> element = at.get().getElement();
            Optional<Simulated> found = AnnotationSupport.findAnnotation(element, Simulated.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ExtensionConfigurationException(
                "%s is used without @Simulated. Put @Simulated on the test class or method instead of @ExtendWith."
                        .formatted(SimulatedExtension.class.getSimpleName()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestBoard board = context.getStore(NAMESPACE).remove(TestBoard.class, TestBoard.class);
        if (board != null) {
            board.end(context.getExecutionException().orElse(null));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(On.class) || parameter.isAnnotated(At.class) || TestBoard.gives(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        TestBoard board = context.getStore(NAMESPACE).get(TestBoard.class, TestBoard.class);
        if (board == null) {
            throw new ParameterResolutionException(
                    "%s cannot be a parameter of %s, as each test has its board. Make it a parameter of the test, or of a @BeforeEach method."
                            .formatted(type.getSimpleName(), parameter.getDeclaringExecutable()));
        }
        @Nullable String on = parameter.findAnnotation(On.class).map(On::value).orElse(null);
        @Nullable Integer at = parameter.findAnnotation(At.class).map(At::value).orElse(null);
        try {
            return board.parameter(
                    type, on, at, parameter.getDeclaringExecutable(), () -> ReflectionSupport.newInstance(type));
        } catch (HardwareException | IllegalArgumentException | IllegalStateException e) {
            throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
        }
    }
}
