// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.NotAvailableException;
import blinka4j.provider.AttachedBoard;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import java.util.List;

/** Recognises the board on which the program runs, and selects its provider. */
final class Detection {
    private Detection() {}

    /** Recognises the board and selects the provider; see {@link Services#select}. */
    static Hardware detect(Host host, ClassLoader loader) {
        Services<BoardRegistry> registries = Services.load(BoardRegistry.class, loader);
        if (registries.found().isEmpty()) {
            throw Services.noBoards(registries, loader);
        }
        Detected detected = null;
        for (BoardRegistry registry : registries.found()) {
            Detected one = registry.detect(host);
            if (one != null && (detected == null || isGeneric(detected))) {
                detected = one;
            }
        }
        Services.Choice choice = Services.choose(
                host, loader, detected == null ? null : detected.board().provider());
        Provider provider = choice.provider();
        String standsFor = provider.standsFor().orElse(null);
        if (standsFor != null && (detected == null || isGeneric(detected))) {
            if (BoardDefinition.GENERIC_LINUX.equalsIgnoreCase(
                    host.setting("BLINKA_FORCEBOARD").orElse(null))) {
                throw new NotAvailableException(
                        "Cannot simulate %s, the board that BLINKA_FORCEBOARD names: it stands for any unknown machine and has no pins of its own. Set BLINKA_FORCEBOARD to a known board, such as %s, or unset it."
                                .formatted(BoardDefinition.GENERIC_LINUX, standsFor));
            }
            detected = new Detected(
                    board(registries.found(), standsFor),
                    "the provider '" + provider.name() + "' stands for it, because this machine is not a known board");
        }
        if (provider instanceof AttachedBoard attached
                && host.setting("BLINKA_FORCEBOARD").isEmpty()
                && host.setting("BLINKA_BOARD_FILE").isEmpty()) {
            detected = new Detected(
                    board(registries.found(), attached.boardId()),
                    "the provider '%s' has asked the board".formatted(provider.name()));
        }
        if (detected == null) {
            throw new NotAvailableException(
                    "%sThis machine is not a known board: %s. Set BLINKA_FORCEBOARD to the id of a board, or BLINKA_PROVIDER=sim to simulate one."
                            .formatted(
                                    Hints.isPc(host) ? Hints.simulate(Services.load(Provider.class, loader)) : "",
                                    host.isLinux() ? "compatible is " + host.compatible() : host.operatingSystem()));
        }
        provider.selectedFor(detected.board());
        return new Hardware(
                detected, Services.recorded(detected.board(), provider, host, loader), host, choice.lacks());
    }

    private static boolean isGeneric(Detected detected) {
        return detected.board().id().equals(BoardDefinition.GENERIC_LINUX);
    }

    private static BoardDefinition board(List<BoardRegistry> registries, String id) {
        if (registries.size() == 1) {
            return registries.get(0).board(id);
        }
        for (BoardRegistry registry : registries) {
            if (registry.ids().contains(id)) {
                return registry.board(id);
            }
        }
        return registries.get(0).board(id);
    }
}
